using System.Globalization;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Models;

/// <summary>One attempt of an agent of kind <c>llm</c>: one call of its model, recorded as a call like those of functions.</summary>
internal sealed class ModelAttempt(
    ChatClients models, ModelPrices prices, AgentConfiguration agent, AssignTaskMessage task, OpenContent open, TimeProvider clock) : IAttempt
{
    private const string Tool = "model";
    private readonly Allowance _allowance = new(prices, task.Allowance, task.CallLimit, agent.CostPerTask);
    private ToolCall? _call;

    public IReadOnlyList<ToolCall> ToolCalls => _call is null ? [] : [_call];

    /// <summary>Tokens as counted, and their price; also of calls that broke off.</summary>
    public Usage Usage => new()
    {
        InputTokens = _allowance.Spent.InputTokens,
        OutputTokens = _allowance.Spent.OutputTokens,
        Cost = _allowance.Spent.Cost,
        UncountedCost = _allowance.Spent.Uncounted,
    };

    public async Task<string> ExecuteAsync(CancellationToken cancellation)
    {
        var parameters = ModelParameters.Read(agent, task.Parameters);
        var question = await TaskPrompt.WriteAsync(task, open, cancellation);
        var (startedAt, start) = (clock.GetUtcNow(), clock.GetTimestamp());
        ChatResponse? response = null;
        try
        {
            response = await _allowance.Guard(models.Get(agent.Model)).GetResponseAsync(
                [new ChatMessage(ChatRole.System, SystemPrompt.Compose(agent)), new ChatMessage(ChatRole.User, question)], Options(parameters), cancellation);
            var answer = parameters.Redact(ModelAnswer.Read(response, agent.Model!, parameters));
            Record(ToolCallOutcome.Succeeded, answer);
            return answer;
        }
        catch (Exception failure)
        {
            Record(ToolCallOutcome.Failed, failure is OperationCanceledException ? "Cancelled." : failure.Message);
            throw;
        }

        void Record(ToolCallOutcome outcome, string result) => _call = new ToolCall
        {
            Id = "1",
            Tool = Tool,
            Arguments = Arguments(response),
            Outcome = outcome,
            Result = Cut.ToBytes(result, FunctionLimits.RecordedBytes),
            StartedAt = startedAt,
            DurationMs = clock.GetElapsedTime(start).TotalMilliseconds,
        };
    }

    private static ChatOptions Options(ModelParameters parameters) => new()
    {
        MaxOutputTokens = parameters.OutputTokens,
        Temperature = parameters.Temperature,
        ResponseFormat = parameters.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
    };

    private Dictionary<string, string> Arguments(ChatResponse? response)
    {
        var arguments = new Dictionary<string, string> { ["model"] = agent.Model ?? "", ["prompt_version"] = agent.Version.ToString(CultureInfo.InvariantCulture) };
        if (response is not null)
        {
            arguments["input_tokens"] = Usage.InputTokens.ToString(CultureInfo.InvariantCulture);
            arguments["output_tokens"] = Usage.OutputTokens.ToString(CultureInfo.InvariantCulture);
            arguments["cost"] = Usage.Cost.ToString(CultureInfo.InvariantCulture);
            arguments["finish_reason"] = response.FinishReason?.Value ?? "none";
        }

        return arguments;
    }
}
