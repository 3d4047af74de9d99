using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Data;

namespace Vsm.S3Star.Audit.Policies;

/// <summary>Stores the newest policies.</summary>
internal sealed class PolicySetConsumer(AuditDbContext db, PolicyBook book) : IConsumer<PolicySetChanged>
{
    public async Task Consume(ConsumeContext<PolicySetChanged> context)
    {
        var policies = context.Message.PolicySet;
        var stored = await db.PolicySets.SingleOrDefaultAsync(x => x.Vsm == policies.Vsm, context.CancellationToken);
        if (stored is null)
        {
            db.PolicySets.Add(new StoredPolicySet { Vsm = policies.Vsm, Version = policies.Version, PolicySet = policies });
        }
        else if (stored.Version < policies.Version)
        {
            stored.Version = policies.Version;
            stored.PolicySet = policies;
        }

        await db.SaveChangesAsync(context.CancellationToken);
        book.Learn(policies);
    }
}

internal sealed class PolicySetConsumerDefinition : ConsumerDefinition<PolicySetConsumer>
{
    public PolicySetConsumerDefinition() => Endpoint(x => x.ConcurrentMessageLimit = 1);
}

/// <summary>Every replica judges by the newest policies at once.</summary>
internal sealed class PolicyReplicaConsumer(PolicyBook book) : IConsumer<PolicySetChanged>
{
    public Task Consume(ConsumeContext<PolicySetChanged> context)
    {
        book.Learn(context.Message.PolicySet);
        return Task.CompletedTask;
    }
}
