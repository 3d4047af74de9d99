using System.Globalization;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Models;

/// <summary>The one place that an attempt calls its model at: each call is a step of the attempt, and adds to what it consumed.</summary>
internal sealed class ModelCalls(ChatClients models, Allowance allowance, AgentConfiguration agent, AttemptLog log)
{
    private const string Tool = "model";

    /// <summary>Tokens as counted, and their price; also of calls that broke off.</summary>
    public Usage Usage => allowance.Spent.AsUsage();

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
            var (response, usage) = await RespondAsync(messages, options, step, cancel);
            Note(step, usage, response);
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

    private async Task<(ChatResponse Response, Usage Usage)> RespondAsync(IReadOnlyList<ChatMessage> messages, ChatOptions options, AttemptStep step, CancellationToken cancel)
    {
        var before = allowance.Spent.AsUsage();
        if (log.Record is not { } record)
        {
            return (await allowance.Guard(models.Get(agent.Model)).GetResponseAsync(messages, options, cancel), Usage.Without(before));
        }

        var call = await record.NextAsync<ModelReply>(CallKind.Model, AskedHash.Of(agent.Model, messages, options), cancel);
        if (call.Answer is { } known)
        {
            step.Recovery = call.Recovery;
            return (known.Response, known.Usage);
        }

        var client = allowance.Guard(models.Get(agent.Model), largest => BeginAsync(call, step, Usage.Cost - before.Cost + largest));
        var response = await client.GetResponseAsync(messages, options, cancel);
        var usage = Usage.Without(before);
        return ((await call.EndAsync(new ModelReply(response, usage), usage)).Response, usage);
    }

    private static Task BeginAsync(CallStep<ModelReply> call, AttemptStep step, decimal largest)
    {
        var begun = call.BeginAsync(largest);
        step.Recovery = call.Recovery;
        return begun;
    }

    private static void Note(AttemptStep step, Usage usage, ChatResponse response)
    {
        step.Arguments["input_tokens"] = usage.InputTokens.ToString(CultureInfo.InvariantCulture);
        step.Arguments["output_tokens"] = usage.OutputTokens.ToString(CultureInfo.InvariantCulture);
        step.Arguments["cost"] = usage.Cost.ToString(CultureInfo.InvariantCulture);
        if (response.IsGivenAgain())
        {
            step.Arguments["cache"] = "hit";
        }

        step.Arguments["finish_reason"] = response.FinishReason?.Value ?? "none";
    }
}

/// <summary>What a model answered and what that cost, as it is recorded.</summary>
internal sealed record ModelReply(ChatResponse Response, Usage Usage);
