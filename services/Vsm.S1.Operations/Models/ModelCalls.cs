using System.Globalization;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Models;

/// <summary>The one place that an attempt calls its model at: each call is a step of the attempt, and adds to what it consumed.</summary>
internal sealed class ModelCalls(ChatClients models, ModelPrices prices, AgentConfiguration agent, AttemptLog log)
{
    private const string Tool = "model";

    public Usage Usage { get; private set; } = new();

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
            var response = await models.Get(agent.Model).GetResponseAsync(messages, options, cancel);
            Add(UsageOf(response.Usage), response, step);
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

    /// <summary>Tokens as counted, and their price; without a count or a price, what the configuration says that a task costs.</summary>
    private Usage UsageOf(UsageDetails? usage) => new()
    {
        InputTokens = usage?.InputTokenCount ?? 0,
        OutputTokens = usage?.OutputTokenCount ?? 0,
        Cost = prices.CostOf(agent.Model!, usage) ?? agent.CostPerTask,
    };

    private void Add(Usage call, ChatResponse response, AttemptStep step)
    {
        Usage = new Usage
        {
            InputTokens = Usage.InputTokens + call.InputTokens, OutputTokens = Usage.OutputTokens + call.OutputTokens, Cost = Usage.Cost + call.Cost,
        };
        step.Arguments["input_tokens"] = call.InputTokens.ToString(CultureInfo.InvariantCulture);
        step.Arguments["output_tokens"] = call.OutputTokens.ToString(CultureInfo.InvariantCulture);
        step.Arguments["cost"] = call.Cost.ToString(CultureInfo.InvariantCulture);
        step.Arguments["finish_reason"] = response.FinishReason?.Value ?? "none";
    }
}
