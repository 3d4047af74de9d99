using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Models;

/// <summary>Finds the tools of an attempt that begins.</summary>
internal delegate Task<(ToolRunner Tools, IReadOnlyList<MissingTools> Missing)> OpenTools(CancellationToken cancel);

/// <summary>
/// One attempt of an agent of kind <c>llm</c>: its model is asked, what it calls is done and told to it, until it answers. An answer that cannot be used is
/// mended by it once.
/// </summary>
internal sealed class ModelAttempt(
    ModelCalls calls, OpenTools openTools, AttemptLog log, AgentConfiguration agent, AssignTaskMessage task, OpenContent open, int mostCalls) : IAttempt
{
    public IReadOnlyList<ToolCall> ToolCalls => log.Calls;

    public Usage Usage => calls.Usage;

    public async Task<string> ExecuteAsync(CancellationToken cancellation)
    {
        var parameters = ModelParameters.Read(agent, task.Parameters);
        var (tools, missing) = await openTools(cancellation);
        var options = Options(parameters, tools);
        List<ChatMessage> conversation =
        [
            new(ChatRole.System, SystemPrompt.Compose(agent) + Absence(missing)), new(ChatRole.User, await TaskPrompt.WriteAsync(task, open, cancellation)),
        ];
        var (called, mended) = (0, false);
        while (true)
        {
            var turn = await calls.AskAsync(
                conversation, options, x => ModelTurn.ReadAsync(x, agent.Model!, parameters, tools.Offered.Count > 0, cancellation), cancellation);
            if (turn.Answer is { } answer)
            {
                return answer;
            }

            conversation.AddRange(turn.Messages);
            if (turn.Fault is { } fault)
            {
                conversation.Add(mended ? throw new ModelException(ModelError.BadAnswer, $"{fault} It was asked once to mend it.") : Mend(fault));
                mended = true;
                continue;
            }

            called += turn.Calls.Count;
            if (called > mostCalls)
            {
                throw new ModelException(
                    ModelError.TooManyCalls, $"{agent.Model} wanted more than {mostCalls} calls of tools in one attempt, the most that Vsm:Tools:MostCalls allows, and gave no answer.");
            }

            conversation.Add(await tools.AnswerAsync(turn.Calls, cancellation));
        }
    }

    private static ChatMessage Mend(string fault) =>
        new(ChatRole.User, $"Your answer cannot be used: {fault} Answer the task again, mended, with the whole answer and nothing else.");

    // Seen in the log of the attempt, and said to the model, without anything of what the servers wrote.
    private string Absence(IReadOnlyList<MissingTools> missing)
    {
        foreach (var tools in missing)
        {
            log.Begin(tools.Name, []).End(ToolCallOutcome.Failed, tools.Reason);
        }

        return missing.Count == 0 ? "" : $"\n\nThese tools are not there now: {string.Join(", ", missing.Select(x => x.Name))}. Do without them, or escalate.";
    }

    private static ChatOptions Options(ModelParameters parameters, ToolRunner tools) => new()
    {
        MaxOutputTokens = parameters.OutputTokens,
        Temperature = parameters.Temperature,
        ResponseFormat = parameters.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
        Tools = tools.Offered.Count > 0 ? [.. tools.Offered] : null,
    };
}
