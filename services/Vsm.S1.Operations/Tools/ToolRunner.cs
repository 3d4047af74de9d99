using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Tools;

/// <summary>
/// Stands between a model and the tools: each call is looked at, whatever the model was told, and recorded, whatever comes of it. Calls that were asked for
/// together are done one after another, in their order.
/// </summary>
internal sealed partial class ToolRunner(
    IReadOnlyList<AgentTool> tools, AgentConfiguration agent, AssignTaskMessage task, AttemptLog log, Effects effects, ToolOptions options, OperationsMetrics metrics,
    TimeProvider clock, ILogger logger)
{
    private const int MostFaults = 5;

    /// <summary>The tools that the model is shown: those that something is permitted of.</summary>
    public IReadOnlyList<AgentTool> Offered { get; } = [.. tools.Where(x => ToolLevels.Of(agent.Permissions, x.Name) is var permitted && permitted > ToolLevel.None && permitted >= x.Least)];

    /// <summary>Does the calls and says what came of each.</summary>
    public async Task<ChatMessage> AnswerAsync(IReadOnlyList<FunctionCallContent> calls, CancellationToken cancel)
    {
        var results = new List<AIContent>();
        foreach (var call in calls)
        {
            results.Add(new FunctionResultContent(call.CallId, await CallAsync(call, cancel)));
        }

        return new ChatMessage(ChatRole.Tool, results);
    }

    private async Task<string> CallAsync(FunctionCallContent call, CancellationToken cancel)
    {
        var step = log.Begin(Shown(call.Name), Recorded(call));
        try
        {
            var answer = await AnswerAsync(call, step, cancel);
            step.End(answer.Outcome, answer.Text);
            return answer.Text;
        }
        catch (Exception ending)
        {
            step.End(
                ending is EscalationException ? ToolCallOutcome.Succeeded : ToolCallOutcome.Failed,
                ending is OperationCanceledException ? "Cancelled." : ending.Message);
            throw;
        }
    }

    private async Task<ToolAnswer> AnswerAsync(FunctionCallContent call, AttemptStep step, CancellationToken cancel)
    {
        if (log.Record is not { } record)
        {
            return await DecideAsync(call, async (tool, effect) => !effect || await effects.ClaimAsync(task, step.Number, tool), cancel);
        }

        var recorded = await record.NextAsync<ToolAnswer>(CallKind.Tool, AskedHash.Of(call), cancel);
        var answer = recorded.Answer ?? await recorded.EndAsync(
            await DecideAsync(call, (tool, effect) => recorded.BeginAsync(0, effect ? tool : null), cancel), new Usage());
        step.Recovery = recorded.Recovery;
        return answer;
    }

    private async Task<ToolAnswer> DecideAsync(FunctionCallContent call, Func<string, bool, Task<bool>> beginAsync, CancellationToken cancel)
    {
        var (tool, permitted) = (tools.FirstOrDefault(x => x.Name == call.Name), ToolLevels.Of(agent.Permissions, call.Name));
        if (permitted == ToolLevel.None && (tool is not null || ToolNames.Descriptions.ContainsKey(call.Name)))
        {
            return Refuse(call.Name, permitted, ToolLevel.Read);
        }

        if (tool is null)
        {
            return ToolAnswer.Failed($"There is no tool '{Shown(call.Name)}'. {Known()}");
        }

        if (call.Exception is not null || call.Arguments is null)
        {
            return ToolAnswer.Failed($"The arguments for {tool.Name} are no JSON object; call it again with one that fits its schema.");
        }

        var json = JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions);
        if (await FaultsAsync(tool, json, cancel) is { } faults)
        {
            return ToolAnswer.Failed(faults);
        }

        var arguments = JsonElement.Parse(json);
        var needed = tool.LevelOf(arguments);
        if (needed > permitted)
        {
            return Refuse(tool.Name, permitted, needed);
        }

        var effect = tool.HasEffect(arguments);
        if (!await beginAsync(tool.Name, effect))
        {
            return ToolAnswer.Failed($"This call of {tool.Name} was begun before in this attempt, and what changes something is not done twice.");
        }

        return await RunAsync(tool, call.Arguments, effect, cancel);
    }

    private async Task<ToolAnswer> RunAsync(AgentTool tool, IDictionary<string, object?> arguments, bool effect, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.CallLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            // One that does not heed its cancellation is left behind.
            var text = await Task.Run(() => tool.InvokeAsync(new AIFunctionArguments(arguments), stop.Token).AsTask(), stop.Token).WaitAsync(stop.Token);
            return new ToolAnswer(ToolCallOutcome.Succeeded, BoundedText.Of((string)text!));
        }
        catch (ToolException failure)
        {
            return ToolAnswer.Failed(failure.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ToolAnswer.Failed($"{tool.Name} was not done after {options.CallLimit:c}, which is the limit.{(effect ? " What it was to change may be changed all the same." : "")}");
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or EscalationException))
        {
            LogFailed(failure, tool.Name, task.TaskId, task.Attempt);
            return ToolAnswer.Failed($"{tool.Name} failed; the operator finds the reason in the log.");
        }
    }

    private static async Task<string?> FaultsAsync(AgentTool tool, string json, CancellationToken cancel)
    {
        try
        {
            var faults = await tool.Rules.FindAsync(json, cancel);
            return faults.Count == 0 ? null
                : $"The arguments for {tool.Name} do not fit its schema: {string.Join("; ", faults.Take(MostFaults))}. Call it again with arguments that fit.";
        }
        catch (Exception bad) when (bad is JsonException or RegexMatchTimeoutException)
        {
            return $"The arguments for {tool.Name} cannot be read: {bad.Message}";
        }
    }

    private ToolAnswer Refuse(string tool, ToolLevel permitted, ToolLevel needed)
    {
        metrics.Refused(tool, needed.Name());
        return new ToolAnswer(
            ToolCallOutcome.Refused,
            $"Refused: this call of {tool} needs the permission {needed.Name()}, and {agent.Name} has {permitted.Name()}. It was not done. Work without it, or escalate.");
    }

    private string Known() => Offered.Count == 0 ? "You have none." : $"You have {string.Join(", ", Offered.Select(x => x.Name))}.";

    private static Dictionary<string, string> Recorded(FunctionCallContent call) => (call.Arguments ?? new Dictionary<string, object?>()).Take(ToolLimits.RecordedArguments)
        .DistinctBy(x => Shown(x.Key)).ToDictionary(x => Shown(x.Key), x => Cut.ToBytes(Text(x.Value).Replace('\0', '\uFFFD'), ToolLimits.RecordedArgumentBytes));

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions),
    };

    private static string Shown(string name) => Cut.To(new string([.. name.Take(201).Select(x => char.IsControl(x) ? '?' : x)]), 100);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tool} failed in attempt {Attempt} at task {TaskId}")]
    private partial void LogFailed(Exception exception, string tool, Guid taskId, int attempt);
}
