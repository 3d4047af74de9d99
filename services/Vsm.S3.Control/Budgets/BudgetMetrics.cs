using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Budgets;

/// <summary>What accounts of VSM instances and System 1s hold, as this replica last saw them; those of tasks come and go with them.</summary>
internal sealed class BudgetMetrics
{
    private readonly ConcurrentDictionary<string, (BudgetKind Kind, string Vsm, Guid? Subject, decimal? Cap, decimal Spent, decimal Reserved)> _accounts = new();
    private readonly Counter<long> _asked;

    public BudgetMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ControlMetrics.Meter);
        _asked = meter.CreateCounter<long>("vsm.budget.reservations", "{reservation}", "Attempts that money was asked for, by outcome.");
        meter.CreateObservableGauge("vsm.budget.spent", () => Measure(x => x.Spent), "{USD}", "Spent since the account was opened.");
        meter.CreateObservableGauge("vsm.budget.reserved", () => Measure(x => x.Reserved), "{USD}", "Set aside for attempts at work.");
        meter.CreateObservableGauge("vsm.budget.cap", () => Measure(x => x.Cap), "{USD}", "The most that may be spent.");
    }

    public void Asked(Grant grant) => _asked.Add(1, KeyValuePair.Create<string, object?>("outcome", grant.GetType().Name.ToLowerInvariant()));

    public void Observe(BudgetAccount account)
    {
        if (account.Kind != BudgetKind.Task)
        {
            _accounts[account.Key] = (account.Kind, account.Vsm, account.Subject, account.Cap, account.Spent, account.Reserved);
        }
    }

    private IEnumerable<Measurement<double>> Measure(Func<(BudgetKind Kind, string Vsm, Guid? Subject, decimal? Cap, decimal Spent, decimal Reserved), decimal?> what) =>
        from account in _accounts.Values
        let value = what(account)
        where value is not null
        select new Measurement<double>(
            (double)value.Value,
            KeyValuePair.Create<string, object?>("kind", account.Kind.ToString().ToLowerInvariant()),
            KeyValuePair.Create<string, object?>("vsm", account.Vsm),
            KeyValuePair.Create<string, object?>("agent_id", account.Subject?.ToString() ?? ""));
}
