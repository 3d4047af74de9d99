using System.Linq.Expressions;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.ReadModel;

/// <summary>Brings the read model up to new journal entries; its changes are saved with them. One query per kind of entry, however many there are.</summary>
internal sealed partial class ReadModelWriter(DashboardDbContext db, ILogger<ReadModelWriter> logger)
{
    public async Task ApplyAsync(IReadOnlyList<PlacedEntry> entries, CancellationToken cancel)
    {
        var read = Read(entries);
        await ApplyAsync<TaskProgress, Guid, TaskRow>(
            read, x => x.Entry.TaskId!.Value, x => x.Id, keys => row => keys.Contains(row.Id),
            (row, x) => TaskProjection.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<LedgerEntry, Guid, LedgerRow>(
            Booked(read), x => x.Data.AgentId, x => x.AgentId, keys => row => keys.Contains(row.AgentId), (row, x) => LedgerRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<BudgetProgress, string, BudgetRow>(
            read, x => BudgetRow.KeyOf(x.Data.Kind, x.Entry.Vsm, x.Data.Subject), x => x.Key, keys => row => keys.Contains(row.Key),
            (row, x) => BudgetRow.Apply(row, x.Entry, x.Data), cancel);
        // A ruling and a decision never change, so what comes twice is left as it is.
        await ApplyAsync<Ruling, Guid, RulingRow>(
            read, x => x.Data.RulingId, x => x.Id, keys => row => keys.Contains(row.Id), (row, x) => row ?? Add(x), cancel);
        await ApplyAsync<PersonDecided, Guid, DecisionRow>(
            read, x => x.Data.DecisionId, x => x.Id, keys => row => keys.Contains(row.Id), (row, x) => row ?? DecisionRow.Of(x), cancel);
        await ApplyAsync<ToolCall, (Guid Task, int, string), CallRow>(
            read, x => (x.Entry.TaskId!.Value, x.Entry.Attempt ?? 0, x.Data.Id), x => (x.TaskId, x.Attempt, x.Id), CallsOf,
            (_, x) => CallRow.Of(x), cancel);
        await ApplyAsync<AgentProgress, Guid, AgentRow>(
            read, x => x.Data.Agent.AgentId, x => x.Id, keys => row => keys.Contains(row.Id), (row, x) => AgentRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<AgentConfiguration, Guid, ConfigurationRow>(
            read, x => x.Data.AgentId, x => x.AgentId, keys => row => keys.Contains(row.AgentId),
            (row, x) => ConfigurationRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<PolicySet, string, PolicySetRow>(
            read, x => x.Entry.Vsm, x => x.Vsm, keys => row => keys.Contains(row.Vsm), (row, x) => PolicySetRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<OrganisationProgress, string, OrganisationRow>(
            read, x => x.Entry.Vsm, x => x.Vsm, keys => row => keys.Contains(row.Vsm), (row, x) => OrganisationRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<MachineDescription, string, MachineRow>(
            read, x => x.Data.Name, x => x.Name, keys => row => keys.Contains(row.Name), (row, x) => MachineRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<CatalogueDescription, string, CatalogueRow>(
            read, x => x.Data.Name, x => x.Name, keys => row => keys.Contains(row.Name), (row, x) => CatalogueRow.Apply(row, x.Entry, x.Data), cancel);
        await ApplyAsync<QueueDescription, string, QueueRow>(
            read, x => x.Data.Name, x => x.Name, keys => row => keys.Contains(row.Name), (row, x) => QueueRow.Apply(row, x.Entry, x.Data), cancel);
    }

    private static List<(PlacedEntry Placed, object Data)> Booked(List<(PlacedEntry Placed, object Data)> read) =>
    [
        .. read.SelectMany(x => x.Data switch
        {
            TaskProgress { Booked: { } booked } => booked.Select(y => (x.Placed, (object)y)),
            SessionProgress session => [(x.Placed, (object)session.Booked)],
            _ => [],
        }),
    ];

    private static Expression<Func<CallRow, bool>> CallsOf(List<(Guid Task, int, string)> keys)
    {
        var tasks = keys.Select(x => x.Task).Distinct().ToList();
        return row => tasks.Contains(row.TaskId);
    }

    private RulingRow Add(PlacedData<Ruling> ruling)
    {
        db.AddRange(FindingRow.Of(ruling.Data));
        return RulingRow.Of(ruling);
    }

    // An entry that cannot be read is in the journal all the same; that nobody sees it elsewhere is worth an error.
    private List<(PlacedEntry Placed, object Data)> Read(IReadOnlyList<PlacedEntry> entries)
    {
        var read = new List<(PlacedEntry, object)>(entries.Count);
        foreach (var placed in entries)
        {
            if (EntryReader.Read(placed.Entry, out var problem) is { } data)
            {
                read.Add((placed, data));
            }
            else if (problem is not null)
            {
                LogUnreadable(placed.Entry.Vsm, placed.Sequence, placed.Entry.Kind, problem);
            }
        }

        return read;
    }

    private async Task ApplyAsync<T, TKey, TRow>(
        List<(PlacedEntry Placed, object Data)> read, Func<PlacedData<T>, TKey> keyOfEntry, Func<TRow, TKey> keyOfRow,
        Func<List<TKey>, Expression<Func<TRow, bool>>> among, Func<TRow?, PlacedData<T>, TRow> apply, CancellationToken cancel)
        where TKey : notnull
        where TRow : class
    {
        List<PlacedData<T>> entries =
            [.. read.Where(x => x.Data is T).Select(x => new PlacedData<T>(x.Placed.Entry, x.Placed.Sequence, (T)x.Data))];
        if (entries.Count == 0)
        {
            return;
        }

        var rows = new RowSet<TKey, TRow>(db, keyOfRow);
        await rows.LoadAsync(among([.. entries.Select(keyOfEntry).Distinct()]), cancel);
        foreach (var entry in entries)
        {
            rows.Change(keyOfEntry(entry), row => apply(row, entry));
        }

        rows.HandBack();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Entry {Sequence} of {Vsm}'s journal, of kind {Kind}, cannot be read and shows in the journal only: {Problem}")]
    private partial void LogUnreadable(string vsm, long sequence, string kind, string problem);
}
