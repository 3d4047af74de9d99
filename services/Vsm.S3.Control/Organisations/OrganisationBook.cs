using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Organisations;

/// <summary>What one replica knows of organisations, at most a second old, so that a task needs no look of its own.</summary>
internal sealed class OrganisationBook(TimeProvider clock)
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, (Organisation Organisation, DateTimeOffset At)> _known = new();

    /// <summary>An organisation whose purpose Policy has defined, or nothing; what is not there is looked for every time.</summary>
    public async Task<Organisation?> FindAsync(string vsm, ControlDbContext db, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(vsm, out var known) && now - known.At < Age)
        {
            return known.Organisation;
        }

        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(x => x.Vsm == vsm && x.Version > 0, cancel);
        if (organisation is not null)
        {
            _known[vsm] = (organisation, now);
        }

        return organisation;
    }

    /// <summary>Makes the next look read what is stored.</summary>
    public void Invalidate(string vsm) => _known.TryRemove(vsm, out _);
}
