using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Dashboard.ReadModel;

/// <summary>The rows that a batch may change: read with one query, changed as values, handed back to the context once.</summary>
internal sealed class RowSet<TKey, TRow>(DbContext db, Func<TRow, TKey> keyOf)
    where TKey : notnull
    where TRow : class
{
    private readonly Dictionary<TKey, TRow> _stored = [];
    private readonly Dictionary<TKey, TRow> _changed = [];

    public async Task LoadAsync(Expression<Func<TRow, bool>> predicate, CancellationToken cancel)
    {
        foreach (var row in await db.Set<TRow>().Where(predicate).ToListAsync(cancel))
        {
            _stored[keyOf(row)] = row;
        }
    }

    public void Change(TKey key, Func<TRow?, TRow> change) =>
        _changed[key] = change(_changed.GetValueOrDefault(key) ?? _stored.GetValueOrDefault(key));

    public void HandBack()
    {
        foreach (var (key, row) in _changed)
        {
            if (!_stored.TryGetValue(key, out var stored))
            {
                db.Add(row);
            }
            else if (!ReferenceEquals(stored, row))
            {
                db.Entry(stored).CurrentValues.SetValues(row);
            }
        }
    }
}
