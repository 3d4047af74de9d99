using MassTransit;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Systems;

/// <summary>For a replica of System 3* that has an older policy set than a result is to be judged under.</summary>
internal sealed class FindPolicySetConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns) : IConsumer<FindPolicySet>
{
    public async Task Consume(ConsumeContext<FindPolicySet> context)
    {
        var (vsm, cancel) = (context.Message.Vsm, context.CancellationToken);

        // Read between two changes, so that the version is that of the policies.
        using var turn = await turns.TakeAsync(vsm, cancel);
        var state = await db.ReadAsync(vsm, cancel);
        await context.RespondAsync(new PolicySetFound
        {
            PolicySet = state?.PolicySet ?? new PolicySet { Vsm = vsm, Version = 0, Policies = [] },
        });
    }
}
