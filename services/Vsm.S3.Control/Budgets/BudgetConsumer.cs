using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Budgets;

/// <summary>Changes caps, and has the tasks that waited for it look again.</summary>
internal sealed class BudgetConsumer(Accountant accountant) : IConsumer<ChangeBudget>
{
    public async Task Consume(ConsumeContext<ChangeBudget> context)
    {
        var change = context.Message;
        var key = change switch
        {
            { Cap: < 0 } or { Raise: <= 0 } => throw new MessageRefusedException($"The budget is not changed: the cap is {change.Cap}, to be raised by {change.Raise}; a cap is at least 0, and a raise more than 0."),
            { Kind: BudgetKind.Vsm } => BudgetKeys.Vsm(change.Vsm),
            { Kind: BudgetKind.System, Subject: { } agent } => BudgetKeys.System(agent),
            _ => throw new MessageRefusedException("The budget is not changed: it is neither that of a VSM nor that of a System 1. A task's limit is raised by RaiseTaskBudget."),
        };
        await TaskBudget.WakeAsync(context, await accountant.ChangeAsync(key, change));
    }
}

internal sealed class BudgetConsumerDefinition : ConsumerDefinition<BudgetConsumer>
{
    public BudgetConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 4);
}
