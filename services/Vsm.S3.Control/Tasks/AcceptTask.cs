using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Organisations;
using Vsm.S3.Control.Settings;

namespace Vsm.S3.Control.Tasks;

/// <summary>Takes a task in: from here on it ends in exactly one final state.</summary>
internal sealed class AcceptTask(ControlDbContext db, OrganisationBook organisations, SetLimits limits, TimeProvider clock) : IStateMachineActivity<TaskInstance, AssignTaskMessage>
{
    public async Task Execute(BehaviorContext<TaskInstance, AssignTaskMessage> context, IBehavior<TaskInstance, AssignTaskMessage> next)
    {
        var (task, message) = (context.Saga, context.Message);
        TaskRules.EnsureAcceptable(message);
        await EnsureAnswerableAsync(context, message);
        var organisation = await organisations.FindAsync(message.Vsm, db, context.CancellationToken) ?? throw new MessageRefusedException(
            $"Task {message.TaskId} is for VSM {message.Vsm}, which there is not. Apply an organisation with that vsm first, or correct the name.");

        // Kept from here to the task's end: what it was accepted with.
        var bounds = await limits.OfAsync(message.Vsm, organisation.Limits, context.CancellationToken);
        task.Vsm = message.Vsm;
        task.Number = await db.NextNumberAsync($"task.{message.Vsm}", context.CancellationToken);
        task.Content = message.Content;
        task.References = message.References;
        task.Parameters = message.Parameters;
        task.RequiredCapabilities = message.RequiredCapabilities;
        task.RequestedAssignee = message.Assignee;
        task.TaskType = message.TaskType;
        task.Priority = message.Priority;
        task.Requestor = message.Requestor;
        task.ReplyTo = message.ReplyTo?.ToString();
        task.SubmittedAt = clock.GetUtcNow();
        task.Deadline = message.Deadline?.ToUniversalTime();
        task.Money = TaskParents.Money(bounds, await TaskParents.AboveAsync(message, db, context.CancellationToken));
        task.CostLimit = message.CostLimit ?? bounds.CostPerTask;
        task.MostCorrections = bounds.Corrections;
        task.MostClarifications = bounds.Clarifications;
        task.PersonTimeoutMs = bounds.PersonTimeoutMs;
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<TaskInstance, AssignTaskMessage, TException> context, IBehavior<TaskInstance, AssignTaskMessage> next)
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope("acceptTask");

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    // An address of another transport is found out now; at the end it would keep the task from ending.
    private static async Task EnsureAnswerableAsync(ConsumeContext context, AssignTaskMessage task)
    {
        try
        {
            _ = task.ReplyTo is { } address ? await context.GetSendEndpoint(address) : null;
        }
        catch (Exception exception) when (exception is ArgumentException or MassTransitException)
        {
            throw new MessageRefusedException($"Task {task.TaskId} is not taken: replyTo is '{task.ReplyTo}', and nothing can be sent there: {exception.Message}");
        }
    }
}
