using System.Diagnostics.Metrics;

namespace Vsm.Persistence.Retention;

/// <summary>Counts what was removed.</summary>
internal sealed class RetentionMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _removed = meters.Create("Vsm.Retention")
        .CreateCounter<long>("vsm.retention.removed", "{row}", "Rows that were removed as they were older than they are kept");

    public void Removed(string what, int rows) => _removed.Add(rows, KeyValuePair.Create<string, object?>("what", what));
}
