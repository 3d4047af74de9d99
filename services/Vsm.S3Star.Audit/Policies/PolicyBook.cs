using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit.Data;

namespace Vsm.S3Star.Audit.Policies;

/// <summary>The policies to judge by: in memory, else as stored, else as Policy says when asked.</summary>
internal sealed class PolicyBook(IDbContextFactory<AuditDbContext> contexts, IServiceScopeFactory scopes)
{
    private static readonly RequestTimeout Patience = RequestTimeout.After(s: 30);
    private readonly ConcurrentDictionary<string, PolicySet> _known = new();

    /// <summary>Policies of at least the version.</summary>
    public async Task<PolicySet> FindAsync(string vsm, int atLeast, CancellationToken cancel)
    {
        if (_known.TryGetValue(vsm, out var known) && known.Version >= atLeast)
        {
            return known;
        }

        await using var db = await contexts.CreateDbContextAsync(cancel);
        if (await db.PolicySets.AsNoTracking().SingleOrDefaultAsync(x => x.Vsm == vsm, cancel) is { } stored && stored.Version >= atLeast)
        {
            return Learn(stored.PolicySet);
        }

        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<FindPolicySet>>();
        var answer = await client.GetResponse<PolicySetFound>(new FindPolicySet { Vsm = vsm }, cancel, Patience);
        return Learn(answer.Message.PolicySet);
    }

    /// <summary>Takes policies in, unless newer ones are known.</summary>
    public PolicySet Learn(PolicySet policies) =>
        _known.AddOrUpdate(policies.Vsm, policies, (_, known) => known.Version >= policies.Version ? known : policies);
}
