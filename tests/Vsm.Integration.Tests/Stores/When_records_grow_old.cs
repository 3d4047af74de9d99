using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Journal;
using Vsm.Integration.Tests.Stores.Grouping;
using Vsm.Persistence;
using Vsm.Persistence.Retention;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;
using Vsm.S3Star.Audit.Data;
using Vsm.S5.Policy.Data;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_records_grow_old(Store kind) : StoreTest(kind)
{
    private const int Tasks = WalkedTable<ControlDbContext>.PageSize + 500;
    private static readonly RetentionOptions Options = new();
    private static readonly DateTimeOffset Before = TaskInstances.Time.AddYears(1);

    [Test]
    public async Task Tasks_that_ended_go_page_by_page_and_those_at_work_stay_where_they_are_locked()
    {
        var contexts = await StartAsync<ControlDbContext>(ControlDbContext.Schema);
        List<Guid> open = [];
        await using (var db = contexts.CreateDbContext())
        {
            for (var number = 1; number <= Tasks; number++)
            {
                var task = TaskInstances.Bare(number);
                task.EndedAt = number % 3 == 0 ? null : number % 3 == 1 ? TaskInstances.Time : Before;
                db.Tasks.Add(task);
                if (task.EndedAt is null)
                {
                    open.Add(task.CorrelationId);
                }
            }

            await db.SaveChangesAsync();
        }

        await using var working = contexts.CreateDbContext();
        await using var transaction = await working.Database.BeginTransactionAsync();
        await working.Tasks.Where(x => open.Contains(x.CorrelationId)).ExecuteUpdateAsync(x => x.SetProperty(y => y.Step, 9));

        var removed = await RemoveAsync(ControlRetention.Rules(Options), contexts);

        Assert.That(removed, Is.EqualTo(Tasks / 3));
        await transaction.CommitAsync();
        await using var left = contexts.CreateDbContext();
        Assert.That(await left.Tasks.CountAsync(x => x.EndedAt == null && x.Step == 9), Is.EqualTo(open.Count));
        Assert.That(await left.Tasks.CountAsync(x => x.EndedAt != null), Is.EqualTo(Tasks - open.Count - removed));
    }

    [Test]
    public async Task Money_of_a_task_goes_with_it_unless_it_is_not_settled()
    {
        var contexts = await StartAsync<ControlDbContext>(ControlDbContext.Schema);
        var task = TaskInstances.Bare(1);
        task.EndedAt = TaskInstances.Time;
        await using (var db = contexts.CreateDbContext())
        {
            db.Tasks.Add(task);
            db.Budgets.Add(new BudgetAccount { Key = BudgetKeys.Task(task.CorrelationId), Vsm = "root", Kind = BudgetKind.Task, Subject = task.CorrelationId });
            db.Budgets.Add(new BudgetAccount { Key = BudgetKeys.Vsm("root"), Vsm = "root", Kind = BudgetKind.Vsm });
            db.Reservations.Add(new Reservation { TaskId = task.CorrelationId, Attempt = 1, Actual = 0.5m, At = TaskInstances.Time });
            db.Reservations.Add(new Reservation { TaskId = task.CorrelationId, Attempt = 2, Amount = 1, At = TaskInstances.Time });
            await db.SaveChangesAsync();
        }

        Assert.That(await RemoveAsync(ControlRetention.Rules(Options), contexts), Is.EqualTo(3));

        await using var left = contexts.CreateDbContext();
        Assert.That((await left.Reservations.SingleAsync()).Attempt, Is.EqualTo(2));
        Assert.That((await left.Budgets.SingleAsync()).Kind, Is.EqualTo(BudgetKind.Vsm));
    }

    [Test]
    public async Task Receipts_of_a_task_go_together_once_its_last_is_old()
    {
        var contexts = await StartAsync<OperationsDbContext>(OperationsDbContext.Schema);
        var (old, late) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = contexts.CreateDbContext())
        {
            db.Receipts.AddRange(Receipt(old, 1, TaskInstances.Time), Receipt(old, 2, TaskInstances.Time), Receipt(late, 1, TaskInstances.Time), Receipt(late, 2, Before));
            db.Effects.Add(new Effect { TaskId = old, Attempt = 1, Step = 1, Tool = "file_system_tool", At = TaskInstances.Time });
            db.Calls.Add(new RecordedCall { TaskId = old, Attempt = 1, Number = 1, Kind = CallKind.Model, Asked = "", Run = "", At = TaskInstances.Time });
            db.Calls.Add(new RecordedCall { TaskId = late, Attempt = 1, Number = 1, Kind = CallKind.Model, Asked = "", Run = "", At = Before });
            await db.SaveChangesAsync();
        }

        Assert.That(await RemoveAsync(OperationsRetention.Rules(Options), contexts), Is.EqualTo(4));

        await using var left = contexts.CreateDbContext();
        Assert.That(await left.Receipts.Select(x => x.TaskId).ToListAsync(), Is.EqualTo([late, late]));
        Assert.That((await left.Calls.SingleAsync()).TaskId, Is.EqualTo(late));
    }

    [Test]
    public async Task Rulings_go_after_the_cases_that_are_as_old_as_they()
    {
        var contexts = await StartAsync<AuditDbContext>(AuditDbContext.Schema);
        var (old, late) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = contexts.CreateDbContext())
        {
            foreach (var (task, at) in ((Guid, DateTimeOffset)[])[(old, TaskInstances.Time), (late, Before)])
            {
                var ruling = Ruling(task, at);
                db.Rulings.Add(new StoredRuling { RulingId = ruling.RulingId, Vsm = "root", TaskId = task, Verdict = ruling.Verdict, At = at, Ruling = ruling });
                db.Precedents.Add(new Precedent { RulingId = ruling.RulingId, PolicyId = Guid.NewGuid(), AgentId = ruling.AgentId, Verdict = ruling.Verdict, At = at });
                db.Cases.Add(new OpenCase { TaskId = task, Attempt = 1, Result = Result(task), Ruling = ruling });
                db.JudgedPackets.Add(new JudgedPacket { RulingId = ruling.RulingId, Hash = "same", At = at });
            }

            await db.SaveChangesAsync();
        }

        Assert.That(await RemoveAsync(AuditRetention.Rules(Options), contexts), Is.EqualTo(4));

        await using var left = contexts.CreateDbContext();
        Assert.That((await left.Rulings.SingleAsync()).TaskId, Is.EqualTo(late));
        Assert.That((await left.Cases.SingleAsync()).TaskId, Is.EqualTo(late));
        Assert.That(await left.Precedents.CountAsync(), Is.EqualTo(1));
        Assert.That(await left.JudgedPackets.CountAsync(), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_answered_to_tasks_goes()
    {
        var contexts = await StartAsync<PolicyDbContext>(PolicyDbContext.Schema);
        var (old, late) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var db = contexts.CreateDbContext())
        {
            foreach (var (task, at) in ((Guid, DateTimeOffset)[])[(old, TaskInstances.Time), (late, Before)])
            {
                db.Corrections.Add(new CorrectionRow { TaskId = task, Attempt = 1, Vsm = "root", At = at });
                db.Clarifications.Add(new ClarificationRow { TaskId = task, Attempt = 1, Evaluation = 1, Vsm = "root", At = at });
                db.Gaps.Add(new GapRow { TaskId = task, Attempt = 1, Vsm = "root", At = at });
            }

            await db.SaveChangesAsync();
        }

        Assert.That(await RemoveAsync(PolicyRetention.Rules(Options), contexts), Is.EqualTo(3));

        await using var left = contexts.CreateDbContext();
        Assert.That((await left.Corrections.SingleAsync()).TaskId, Is.EqualTo(late));
        Assert.That((await left.Clarifications.SingleAsync()).TaskId, Is.EqualTo(late));
        Assert.That((await left.Gaps.SingleAsync()).TaskId, Is.EqualTo(late));
    }

    [Test]
    public async Task The_journal_goes_from_its_beginning_while_it_is_written_at_its_end()
    {
        var contexts = await StartAsync<DashboardDbContext>(DashboardDbContext.Schema);
        var entries = Enumerable.Range(1, 1300).Select(x => new JournalEntry
        {
            Key = $"{x}", Function = "s1", Kind = "x", Summary = "x", At = x <= 1200 ? TaskInstances.Time : Before,
        }).ToList();
        var (head, records) = JournalChain.Append(ChainHead.Before("root"), entries);
        await using (var db = contexts.CreateDbContext())
        {
            db.Records.AddRange(records);
            db.ChainHeads.Add(head);
            await db.SaveChangesAsync();
        }

        // A writer that has moved the head and not committed yet.
        await using var writing = contexts.CreateDbContext();
        await using var transaction = await writing.Database.BeginTransactionAsync();
        await writing.ChainHeads.ExecuteUpdateAsync(x => x.SetProperty(y => y.Hash, y => y.Hash));

        Assert.That(await RemoveAsync(DashboardRetention.Rules(Options), contexts), Is.EqualTo(1200));

        await transaction.RollbackAsync();
        await using var left = contexts.CreateDbContext();
        var anchor = await left.ChainAnchors.SingleAsync();
        Assert.That(anchor, Is.EqualTo(new ChainAnchor { Vsm = "root", Sequence = 1200, Hash = records[1199].Hash }));
        Assert.That(await left.Records.OrderBy(x => x.Sequence).Select(x => x.Sequence).FirstAsync(), Is.EqualTo(1201));
    }

    private static Receipt Receipt(Guid task, int attempt, DateTimeOffset at) => new() { TaskId = task, Attempt = attempt, AgentId = Guid.NewGuid(), At = at };

    private static Ruling Ruling(Guid task, DateTimeOffset at) => new()
    {
        RulingId = Guid.NewGuid(), TaskId = task, Attempt = 1, Evaluation = 1, AgentId = Guid.NewGuid(), AgentNumber = 1, PolicySetVersion = 1, Verdict = Verdict.Vague,
        Score = 0, Findings = [], At = at,
    };

    private static TaskResultMessage Result(Guid task) => new()
    {
        TaskId = task, Attempt = 1, AgentId = Guid.NewGuid(), AgentNumber = 1, ConfigurationVersion = 1, Content = "", Output = "", StartedAt = TaskInstances.Time, DurationMs = 1,
    };

    private static async Task<int> RemoveAsync<TContext>(IEnumerable<IRetentionRule<TContext>> rules, Contexts<TContext> contexts)
        where TContext : DbContext
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var removed = 0;
        foreach (var rule in rules)
        {
            await foreach (var step in rule.RemoveAsync(contexts, Before, patience.Token))
            {
                removed += step;
            }
        }

        return removed;
    }

    private async Task<Contexts<TContext>> StartAsync<TContext>(string schema)
        where TContext : DbContext
    {
        var store = NewStore();
        var contexts = new Contexts<TContext>(store, OptionsOf<TContext>(store, schema));
        await using var context = contexts.CreateDbContext();
        await store.MigrateAsync(context, schema, CancellationToken.None);
        return contexts;
    }

    private sealed class Contexts<TContext>(IStoreProvider store, DbContextOptions<TContext> options) : IDbContextFactory<TContext>
        where TContext : DbContext
    {
        public TContext CreateDbContext() => (TContext)Activator.CreateInstance(typeof(TContext), options, store)!;
    }
}
