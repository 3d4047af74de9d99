using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Organisations;

/// <summary>Learns from Policy which VSM instances there are, and the bounds of their tasks.</summary>
internal sealed class OrganisationConsumer(ControlDbContext db, OrganisationBook book, Accountant accountant) : IConsumer<PurposeDefined>, IConsumer<PolicySetChanged>
{
    public async Task Consume(ConsumeContext<PurposeDefined> context)
    {
        var message = context.Message;
        var organisation = await FindAsync(message.Vsm, context.CancellationToken);
        if (message.Version > organisation.Version)
        {
            organisation.Version = message.Version;
            organisation.Limits = message.Limits;
        }

        await db.SaveChangesAsync(context.CancellationToken);
        book.Invalidate(message.Vsm);
        await TaskBudget.WakeAsync(
            context, await accountant.ConfigureAsync(BudgetKeys.Vsm(message.Vsm), message.Vsm, BudgetKind.Vsm, null, organisation.Limits.CostTotal));
    }

    public async Task Consume(ConsumeContext<PolicySetChanged> context)
    {
        var message = context.Message.PolicySet;
        var organisation = await FindAsync(message.Vsm, context.CancellationToken);
        organisation.PolicySetVersion = Math.Max(organisation.PolicySetVersion, message.Version);
        await db.SaveChangesAsync(context.CancellationToken);
        book.Invalidate(message.Vsm);
    }

    private async Task<Organisation> FindAsync(string vsm, CancellationToken cancel)
    {
        var organisation = await db.Organisations.SingleOrDefaultAsync(x => x.Vsm == vsm, cancel);
        return organisation ?? db.Organisations.Add(new Organisation { Vsm = vsm }).Entity;
    }
}

internal sealed class OrganisationConsumerDefinition : ConsumerDefinition<OrganisationConsumer>
{
    // One row a VSM instance, and changes are rare: in order is simpler than in competition.
    public OrganisationConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);
}
