using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Budgets;

/// <summary>
/// Keeps the accounts. What is asked for at the same time shares a transaction, in the order in which it came, so that an account which every task draws on
/// is written once for all of them. A version that has moved on, as another replica was faster, makes the transaction start anew.
/// </summary>
internal sealed class Accountant
{
    private const int MostTogether = 64;
    private const int MostTries = 20;
    private const int MostWoken = 16;
    private readonly IDbContextFactory<ControlDbContext> _contexts;
    private readonly IStoreProvider _store;
    private readonly BudgetBook _book;
    private readonly BudgetMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly Batcher<Entry, Answer> _batcher;

    public Accountant(IDbContextFactory<ControlDbContext> contexts, IStoreProvider store, BudgetBook book, BudgetMetrics metrics, TimeProvider clock)
    {
        (_contexts, _store, _book, _metrics, _clock) = (contexts, store, book, metrics, clock);
        _batcher = new Batcher<Entry, Answer>(MostTogether, RunAsync);
    }

    public async Task<Grant> ReserveAsync(ReserveMoney request)
    {
        var grant = (Grant)(await _batcher.AskAsync(new Entry(
            [.. request.Accounts, .. request.Opened], request.TaskId, (ledger, now) => ledger.Reserve(request, now)))).Result!;
        _metrics.Asked(grant);
        CrashPoint.Reached("money-reserved");
        return grant;
    }

    /// <returns>What counts as the attempt's cost, and tasks that may have waited for what is free now.</returns>
    public async Task<(decimal Actual, IReadOnlyList<CheckTaskBudget> Waiting)> CloseAsync(Guid task, int attempt, decimal actual)
    {
        var answer = await _batcher.AskAsync(new Entry([], task, (ledger, _) => ledger.Close(task, attempt, actual)));
        CrashPoint.Reached("money-settled");
        return ((decimal)answer.Result!, answer.Waiting);
    }

    public async Task<IReadOnlyList<CheckTaskBudget>> ReleaseAsync(Guid task, int attempt) =>
        (await _batcher.AskAsync(new Entry([], task, (ledger, _) => Do(() => ledger.Release(task, attempt))))).Waiting;

    public Task OpenAsync(OpenAccount request) =>
        _batcher.AskAsync(new Entry([BudgetKeys.Task(request.TaskId)], request.TaskId, (ledger, now) => Do(() => ledger.Open(request, now))));

    /// <summary>The step that opened a task's account is stored, so that others may draw on it.</summary>
    public Task OpenedAsync(Guid task) => _batcher.AskAsync(new Entry([BudgetKeys.Task(task)], null, (ledger, _) => Do(() => ledger.MarkOpened(BudgetKeys.Task(task)))));

    public Task<IReadOnlyList<CheckTaskBudget>> LimitAsync(Guid task, decimal cap) =>
        ChangeAsync(BudgetKeys.Task(task), ledger => ledger.Limit(task, cap));

    public Task<IReadOnlyList<CheckTaskBudget>> ConfigureAsync(string key, string vsm, BudgetKind kind, Guid? subject, decimal? cap) =>
        ChangeAsync(key, ledger => ledger.Configure(key, vsm, kind, subject, cap));

    public Task<IReadOnlyList<CheckTaskBudget>> ChangeAsync(string key, ChangeBudget change) => ChangeAsync(key, ledger => ledger.Change(key, change));

    private async Task<IReadOnlyList<CheckTaskBudget>> ChangeAsync(string key, Action<BudgetLedger> change)
    {
        var answer = await _batcher.AskAsync(new Entry([key], null, (ledger, _) => Do(() => change(ledger))));
        _book.Invalidate();
        return answer.Waiting;
    }

    private static object? Do(Action act)
    {
        act();
        return null;
    }

    private async Task<IReadOnlyList<Answer>> RunAsync(IReadOnlyList<Entry> entries)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var db = await _contexts.CreateDbContextAsync();
                return await RunAsync(entries, db);
            }
            catch (Exception exception) when (tries < MostTries && (exception is DbUpdateConcurrencyException || _store.IsDuplicate(exception)))
            {
                // Another replica was faster; what it did is read, and decided on anew.
            }
        }
    }

    private async Task<IReadOnlyList<Answer>> RunAsync(IReadOnlyList<Entry> entries, ControlDbContext db)
    {
        var tasks = entries.Select(x => x.Task).OfType<Guid>().Distinct().ToList();
        var reservations = tasks.Count == 0 ? [] : await db.Reservations.Where(x => tasks.Contains(x.TaskId)).ToListAsync();
        var keys = entries.SelectMany(x => x.Accounts).Concat(reservations.SelectMany(x => x.Accounts)).Distinct().ToList();
        var accounts = await db.Budgets.Where(x => keys.Contains(x.Key)).ToListAsync();
        var before = accounts.ToDictionary(x => x.Key, x => (x.Version, x.Left));
        var ledger = new BudgetLedger(accounts, reservations);
        var now = _clock.GetUtcNow();
        var results = entries.Select(x => x.Run(ledger, now)).ToList();

        var changed = ledger.Accounts.Where(x => !before.TryGetValue(x.Key, out var was) || was.Version != x.Version).ToList();
        db.Budgets.AddRange(ledger.Accounts.Except(accounts));
        db.Reservations.AddRange(ledger.Reservations.Except(reservations));
        db.Reservations.RemoveRange(reservations.Except(ledger.Reservations));
        changed.ForEach(x => db.Record(EntryOf(x, now)));
        await db.SaveChangesAsync();
        changed.ForEach(_metrics.Observe);

        List<string> freed = [.. changed.Where(x => before.TryGetValue(x.Key, out var was) && x.Left > was.Left).Select(x => x.Key)];
        var waiting = freed.Count == 0 ? [] : await WaitingAsync(freed, db);

        // One of them tells those that waited; which is all the same.
        return [.. results.Select((x, i) => new Answer(x, i == 0 ? waiting : []))];
    }

    private static async Task<IReadOnlyList<CheckTaskBudget>> WaitingAsync(List<string> keys, ControlDbContext db) => await db.Tasks.AsNoTracking()
        .Where(x => x.WaitsFor != null && keys.Contains(x.WaitsFor) && x.CurrentState == nameof(TaskStateMachine.AwaitingBudget))
        .OrderByDescending(x => x.Priority).ThenBy(x => x.SubmittedAt).ThenBy(x => x.CorrelationId)
        .Take(MostWoken)
        .Select(x => new CheckTaskBudget { TaskId = x.CorrelationId, Step = x.Step })
        .ToListAsync();

    private static JournalEntry EntryOf(BudgetAccount account, DateTimeOffset now) => new JournalEntry
    {
        Key = $"budget/{account.Key}/{account.Version}",
        Vsm = account.Vsm,
        Function = "s3",
        Kind = JournalKinds.Budget,
        At = now,
        TaskId = account.Kind == BudgetKind.Task ? account.Subject : null,
        Summary = FormattableString.Invariant(
            $"Budget of {BudgetKeys.Describe(account, null)}: {account.Spent} USD spent, {account.Reserved} USD set aside, {(account.Cap is { } cap ? FormattableString.Invariant($"{cap} USD at most") : "no cap")}"),
    }.With(new BudgetProgress
    {
        Kind = account.Kind,
        Subject = account.Subject,
        Version = account.Version,
        Cap = account.Cap,
        Spent = account.Spent,
        Reserved = account.Reserved,
    });

    private sealed record Entry(IReadOnlyList<string> Accounts, Guid? Task, Func<BudgetLedger, DateTimeOffset, object?> Run);

    private sealed record Answer(object? Result, IReadOnlyList<CheckTaskBudget> Waiting);
}
