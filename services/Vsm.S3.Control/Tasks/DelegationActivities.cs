using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Tasks;

/// <summary>The steps of a task that a model helps to delegate.</summary>
internal static class DelegationActivities
{
    public static EventActivityBinder<TaskInstance, TaskDelegated> NoteDelegation(this EventActivityBinder<TaskInstance, TaskDelegated> step) =>
        step.Then(x =>
        {
            x.Saga.Advice = x.Saga.Advice!.With(x.Message.ReadAs) with { Similar = x.Message.Similar };
            x.Saga.ExpectedAgentId = x.Message.AgentId;
            Note(x.Saga, x.Message.Reason ?? "");
        });

    public static EventActivityBinder<TaskInstance, TaskNotDelegated> NoteDelegation(this EventActivityBinder<TaskInstance, TaskNotDelegated> step) =>
        step.Then(x =>
        {
            x.Saga.Advice = x.Saga.Advice!.With(x.Message.ReadAs) with { Similar = x.Message.Similar };
            Note(x.Saga, x.Message.Reason);
        });

    /// <summary>A model that was asked does not answer: it goes on without.</summary>
    public static EventActivityBinder<TaskInstance, T> NoteNoAdvice<T>(this EventActivityBinder<TaskInstance, T> step, string reason)
        where T : class =>
        step.Then(x =>
        {
            if (x.Saga.Advice is { Step: not null })
            {
                Note(x.Saga, reason);
            }
        });

    public static EventActivityBinder<TaskInstance, CapabilityGapClosed> ExpectAgent(this EventActivityBinder<TaskInstance, CapabilityGapClosed> step) =>
        step.Then(x =>
        {
            x.Saga.ExpectedAgentId = x.Message.AgentId;
            x.Saga.Reason = TaskText.Cut(x.Message.Reason ?? $"Policy made a System 1 from the template {x.Message.Template}.");
            if (x.Message.ReadAs is { } readAs)
            {
                x.Saga.Advice = (x.Saga.Advice ?? new TaskAdvice()).With(readAs);
            }
        });

    // Why it is run again is the next agent's to know.
    private static void Note(TaskInstance task, string said) =>
        task.Reason = TaskText.Cut(task is { Attempt: > 0, Reason: { } before } ? $"{before} {said}" : said);
}
