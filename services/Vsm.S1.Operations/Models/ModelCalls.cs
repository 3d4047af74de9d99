using System.Globalization;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Models;

/// <summary>The one place that an attempt calls its model at: each call is a step of the attempt, and adds to what it consumed.</summary>
internal sealed class ModelCalls(ChatClients models, Allowance allowance, AgentConfiguration agent, AttemptLog log)
{
    private const string Tool = "model";

    /// <summary>Tokens as counted, and their price; also of calls that broke off.</summary>
    public Usage Usage => new()
    {
        InputTokens = allowance.Spent.InputTokens,
        OutputTokens = allowance.Spent.OutputTokens,
        Cost = allowance.Spent.Cost,
        UncountedCost = allowance.Spent.Uncounted,
    };

    public async Task<ModelTurn> AskAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, Func<ChatResponse, Task<ModelTurn>> read, CancellationToken cancel)
    {
        var step = log.Begin(Tool, new Dictionary<string, string>
        {
            ["model"] = agent.Model ?? "",
            ["prompt_version"] = agent.Version.ToString(CultureInfo.InvariantCulture),
        });
        try
        {
            var before = allowance.Spent;
            var response = await allowance.Guard(models.Get(agent.Model)).GetResponseAsync(messages, options, cancel);
            Note(step, before, allowance.Spent, response);
            var turn = await read(response);
            step.End(
                turn.Fault is null ? ToolCallOutcome.Succeeded : ToolCallOutcome.Failed,
                turn.Answer ?? turn.Fault ?? $"Calls {string.Join(", ", turn.Calls.Select(x => x.Name))}.");
            return turn;
        }
        catch (Exception failure)
        {
            step.End(ToolCallOutcome.Failed, failure is OperationCanceledException ? "Cancelled." : failure.Message);
            throw;
        }
    }

    private static void Note(AttemptStep step, ModelSpending before, ModelSpending after, ChatResponse response)
    {
        step.Arguments["input_tokens"] = (after.InputTokens - before.InputTokens).ToString(CultureInfo.InvariantCulture);
        step.Arguments["output_tokens"] = (after.OutputTokens - before.OutputTokens).ToString(CultureInfo.InvariantCulture);
        step.Arguments["cost"] = (after.Cost - before.Cost).ToString(CultureInfo.InvariantCulture);
        if (response.IsGivenAgain())
        {
            step.Arguments["cache"] = "hit";
        }

        step.Arguments["finish_reason"] = response.FinishReason?.Value ?? "none";
    }
}
