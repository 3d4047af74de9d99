using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Registry;

namespace Vsm.S3.Control.Delegation;

/// <summary>
/// The registry as one replica of Control sees it for routing: a copy at most a second old, and what this replica assigned since the last metrics.
/// </summary>
internal sealed class AgentDirectory(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, Assignments> _assigned = new();
    private readonly SemaphoreSlim _refreshing = new(1);
    private volatile Copy _copy = new([], DateTimeOffset.MinValue);

    /// <summary>Agents of a VSM instance.</summary>
    /// <param name="vsm">The instance.</param>
    /// <param name="fresh">Read the registry now: before saying that nobody can do a task.</param>
    /// <param name="db">To read the registry with.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<AgentIndex> FindAsync(string vsm, bool fresh, ControlDbContext db, CancellationToken cancel)
    {
        var copy = _copy;
        var now = clock.GetUtcNow();
        if (fresh || now - copy.At > Age)
        {
            copy = await RefreshAsync(newerThan: fresh ? now : now - Age, db, cancel);
        }

        return new AgentIndex([.. copy.Agents.Where(x => x.Vsm == vsm).Select(ToCandidate)]);
    }

    /// <summary>Makes the next look read the registry.</summary>
    public void Invalidate() => _copy = new Copy(_copy.Agents, DateTimeOffset.MinValue);

    public void Assigned(Guid agent) => _assigned.AddOrUpdate(agent, _ => new Assignments(1, null), (_, x) => x with { Since = x.Since + 1 });

    public void Finished(Guid agent) => _assigned.AddOrUpdate(agent, _ => new Assignments(0, null), (_, x) => x with { Since = Math.Max(0, x.Since - 1) });

    public void Dispose() => _refreshing.Dispose();

    private async Task<Copy> RefreshAsync(DateTimeOffset newerThan, ControlDbContext db, CancellationToken cancel)
    {
        await _refreshing.WaitAsync(cancel);
        try
        {
            // Whoever held the lock may have begun to read before this look was wanted.
            if (_copy.At > newerThan)
            {
                return _copy;
            }

            var at = clock.GetUtcNow();
            return _copy = new Copy(await db.Agents.AsNoTracking().ToListAsync(cancel), at);
        }
        finally
        {
            _refreshing.Release();
        }
    }

    private Candidate ToCandidate(RegisteredAgent agent)
    {
        var metrics = AgentHealth.Metrics(agent);
        var sampled = metrics.LastHealthCheck;
        var since = _assigned.AddOrUpdate(
            agent.AgentId, _ => new Assignments(0, sampled), (_, x) => x.Sample == sampled ? x : new Assignments(0, sampled)).Since;
        var slots = Math.Max(1, agent.Replicas.Count) * Math.Max(1, agent.Info.MaxConcurrentTasks);
        return new Candidate(agent.Info, agent.Status, metrics.SuccessRate, Math.Min(1, (double)(metrics.Running + since) / slots));
    }

    private sealed record Copy(IReadOnlyList<RegisteredAgent> Agents, DateTimeOffset At);

    private sealed record Assignments(int Since, DateTimeOffset? Sample);
}
