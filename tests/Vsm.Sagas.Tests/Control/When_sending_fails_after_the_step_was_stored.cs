using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Tasks;

namespace Vsm.Sagas.Tests.Control;

/// <summary>The broker is away, or the process ends, between the store and the broker: the message comes again, and nobody waits in vain.</summary>
public sealed class When_sending_fails_after_the_step_was_stored
{
    [Test]
    public async Task The_agent_gets_its_command()
    {
        await using var control = await FailingAsync<AssignTaskMessage>(x => x.Attempt == 1);
        var agent = await control.AnAgentAsync(1, "sums");

        var task = await control.ATaskAsync();

        var command = await agent.CommandAsync();
        Assert.That((command.TaskId, command.Attempt, command.ConfigurationVersion, command.PolicySetVersion), Is.EqualTo((task.Id, 1, 1, 1)));
        await OneStepAsync(task, "Executing");
    }

    [Test]
    public async Task The_requestor_gets_the_answer()
    {
        await using var control = await FailingAsync<ForwardTaskResultMessage>();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.ApprovedAsync();

        Assert.That((await task.EndedAsync(TaskOutcome.Approved)).Output, Is.EqualTo("42"));
        Assert.That(control.Failures, Is.Empty);
    }

    [Test]
    public async Task The_requestor_gets_the_answer_at_the_address_that_it_gave()
    {
        await using var control = await FailingAsync<ForwardTaskResultMessage>();

        var task = await control.ATaskAsync(x => x with { Assignee = "nobody", ReplyTo = new Uri("queue:my-service") });

        await task.EndedAsync(TaskOutcome.Failed);
        Assert.That(control.Log.Sent.Single(x => x.Message is ForwardTaskResultMessage).Queue, Is.EqualTo("my-service"));
    }

    [Test]
    public async Task Policy_hears_of_the_gap()
    {
        await using var control = await FailingAsync<CapabilityGapMessage>();
        await control.AnAgentAsync(1, "texts");

        var task = await control.ATaskAsync();

        var gap = control.Log.SentOf<CapabilityGapMessage>().Single();
        Assert.That((gap.TaskId, gap.Attempt, gap.ReportedBy, gap.Reason), Is.EqualTo((task.Id, 0, GapReporter.Control, "ErrNoCapableAgent: none of 1 System 1s can do it.")));
        Assert.That(gap.MissingCapabilities, Is.EqualTo(["sums"]));
        Assert.That(gap.Considered, Is.EqualTo(["System 1 1 (agent-1): lacks sums"]));
        await OneStepAsync(task, "ClosingGap");
    }

    [Test]
    public async Task The_person_is_asked()
    {
        await using var control = await FailingAsync<ApprovalRequested>();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();

        await task.NotJudgedAsync();

        var stored = await task.IsAsync("AwaitingPerson");
        var asked = control.Log.SentOf<ApprovalRequested>().Single();
        Assert.That((asked.Step, asked.Output, asked.ExpiresAt), Is.EqualTo((stored.Step, "42", stored.Wait!.ExpiresAt)));
    }

    [Test]
    public async Task A_message_that_the_broker_delivers_again_takes_no_second_step()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        var (id, message) = (NewId.NextGuid(), TaskMessages.Task(NewId.NextGuid()));
        var endpoint = await control.Bus.GetSendEndpoint(new Uri($"exchange:{TaskStateMachine.Queue}"));

        await endpoint.Send(message, x => x.MessageId = id);
        await agent.CommandAsync();
        await endpoint.Send(message, x => x.MessageId = id);

        Assert.That((await agent.CommandAsync()).Attempt, Is.EqualTo(1));
        await OneStepAsync(new TaskInHand(control, message.TaskId), "Executing");
    }

    private static async Task OneStepAsync(TaskInHand task, string state)
    {
        Assert.That((await task.IsAsync(state)).Step, Is.EqualTo(1));
        Assert.That(task.Control.Failures, Is.Empty);
    }

    private static async Task<ControlSituation> FailingAsync<T>(Func<T, bool>? which = null)
        where T : class
    {
        var failing = new FailsOnce<T>(which ?? (_ => true));
        var control = await ControlSituation.EmptyAsync(bus =>
        {
            bus.AddSendObserver(_ => failing);
            bus.AddPublishObserver(_ => failing);
        });
        await control.AnOrganisationAsync("root");
        return control;
    }

    /// <summary>A broker that is away when the message is sent for the first time.</summary>
    private sealed class FailsOnce<TMessage>(Func<TMessage, bool> which) : ISendObserver, IPublishObserver
    {
        private int _failures;

        public Task PreSend<T>(SendContext<T> context)
            where T : class => Fail(context.Message);

        public Task PrePublish<T>(PublishContext<T> context)
            where T : class => Fail(context.Message);

        public Task PostSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostPublish<T>(PublishContext<T> context)
            where T : class => Task.CompletedTask;

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;

        public Task PublishFault<T>(PublishContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;

        private Task Fail(object message) => message is TMessage typed && which(typed) && Interlocked.Increment(ref _failures) == 1
            ? throw new MassTransitException("The broker is away.")
            : Task.CompletedTask;
    }
}
