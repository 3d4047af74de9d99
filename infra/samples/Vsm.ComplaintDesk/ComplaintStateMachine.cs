using MassTransit;
using Vsm.Contracts.Control;

namespace Vsm.ComplaintDesk;

/// <summary>A letter is handed in as a task, and the one answer to it is kept.</summary>
internal sealed class ComplaintStateMachine : MassTransitStateMachine<Complaint>
{
    public ComplaintStateMachine(DeskOptions options)
    {
        InstanceState(x => x.CurrentState);
        Event(() => Received, x => x.CorrelateById(y => y.Message.LetterId));
        // Answers to the tasks of others come here too, where somebody asks for them to be published.
        Event(() => Done, x => x.CorrelateById(y => y.Message.TaskId).OnMissingInstance(y => y.Discard()));

        Initially(When(Received).AskTheTeam(options).TransitionTo(WithTheTeam));
        During(WithTheTeam,
            Ignore(Received),
            When(Done, x => x.Message.Result == TaskOutcome.Approved).Then(x => x.Saga.Summary = x.Message.Output).TransitionTo(Summed),
            When(Done, x => x.Message.Result != TaskOutcome.Approved).Then(x => x.Saga.Reason = x.Message.Reason ?? $"{x.Message.Result}").TransitionTo(Unread));
        During([Summed, Unread], Ignore(Received), Ignore(Done));
    }

    public State WithTheTeam { get; } = null!;

    public State Summed { get; } = null!;

    public State Unread { get; } = null!;

    public Event<LetterReceived> Received { get; } = null!;

    public Event<ForwardTaskResultMessage> Done { get; } = null!;
}

internal static class ComplaintActivities
{
    public static EventActivityBinder<Complaint, LetterReceived> AskTheTeam(this EventActivityBinder<Complaint, LetterReceived> step, DeskOptions options) =>
        step.Publish(x => new AssignTaskMessage
        {
            TaskId = x.Saga.CorrelationId,
            Vsm = options.Vsm,
            Content = x.Message.Text,
            RequiredCapabilities = ["complaint-summary"],
            TaskType = "complaint",
            ReplyTo = new Uri($"exchange:{options.Queue}"),
        });
}
