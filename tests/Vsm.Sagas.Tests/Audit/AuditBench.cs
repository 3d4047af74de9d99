using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3Star.Audit;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Data;
using Vsm.S3Star.Audit.Judging;
using Vsm.S3Star.Audit.Policies;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Audit;

/// <summary>System 3* alone on its bus; the test plays the others.</summary>
internal sealed class AuditBench : IAsyncDisposable
{
    public static readonly TimeSpan JudgingLimit = TimeSpan.FromMinutes(5);
    private readonly FunctionHarness _function;
    private readonly BusLog _log;

    private AuditBench(FunctionHarness function, BusLog log, PolicyStub.Knowledge policy, AlarmClock clock)
    {
        _function = function;
        _log = log;
        Policy = policy;
        Clock = clock;
    }

    public ITestHarness Harness => _function.Harness;

    public IBus Bus => Harness.Bus;

    public PolicyStub.Knowledge Policy { get; }

    public required FundsStub.Purse Purse { get; init; }

    /// <summary>Rings for the judging limit.</summary>
    public AlarmClock Clock { get; }

    public static async Task<AuditBench> StartAsync(Action<WebApplicationBuilder> change, params (string, string)[] settings)
    {
        var (policy, clock) = (new PolicyStub.Knowledge(), new AlarmClock(JudgingLimit));
        var (log, funds) = (new BusLog(), new FundsStub.Purse());
        var checks = CheckCatalogue.BuiltIn.Describe().Items.Select(x => CheckCatalogue.BuiltIn.Find(x.Name)!);
        var function = await FunctionHarness.StartAsync(
            builder =>
            {
                builder.AddAudit();
                builder.Services.AddSingleton(new CheckCatalogue([.. checks, new SaysCheck()]));
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Services.AddSingleton(policy);
                builder.Services.AddSingleton(funds);
                builder.AddToBus(bus =>
                {
                    bus.AddPublishObserver(_ => log);
                    bus.AddConsumer<PolicyStub>().Endpoint(x => x.Name = "vsm.s5.systems");
                    bus.AddConsumer<FundsStub>().Endpoint(x => x.Name = JudgingFunds.Queue);
                });
                change(builder);
            },
            settings);
        return new AuditBench(function, log, policy, clock) { Purse = funds };
    }

    /// <summary>3* with policies in force.</summary>
    public static async Task<AuditBench> StartAsync(params PolicyDefinition[] policies)
    {
        var bench = await StartAsync(_ => { });
        await bench.ChangeAsync(Cases.Set(1, policies));
        return bench;
    }

    /// <summary>Has Policy announce policies, and waits until they are taken in.</summary>
    public async Task ChangeAsync(PolicySet policies)
    {
        await Bus.Publish(new PolicySetChanged { PolicySet = policies, Reason = "test" });
        Assert.That(await Harness.GetConsumerHarness<PolicySetConsumer>().Consumed.Any<PolicySetChanged>(x => x.Context.Message.PolicySet.Is(policies)));
        Assert.That(await Harness.GetConsumerHarness<PolicyReplicaConsumer>().Consumed.Any<PolicySetChanged>(x => x.Context.Message.PolicySet.Is(policies)));
    }

    /// <summary>Publishes a result and waits for what is ruled.</summary>
    public async Task<T> JudgeAsync<T>(TaskResultMessage result, Func<T, Guid> taskId)
        where T : class
    {
        await Bus.Publish(result);
        return (await PublishedAsync<T>(x => taskId(x) == result.TaskId))[0];
    }

    public async Task<List<T>> PublishedAsync<T>(Func<T, bool> fits, int count = 1)
        where T : class
    {
        var published = await _log.SendingsOf(count, fits);
        Assert.That(published, Has.Count.EqualTo(count), $"{typeof(T).Name} published");
        return published;
    }

    /// <summary>Waits until a result is kept that cannot be paid for yet.</summary>
    public Task KeptAsync(Guid task) => Eventually.ReadAsync("a result that waits", () => ReadAsync(x => x.WaitingCases.AnyAsync(y => y.TaskId == task)), x => x);

    /// <summary>How many were published up to now.</summary>
    public int Count<T>()
        where T : class => Harness.Published.Select<T>(new CancellationToken(canceled: true)).Count();

    /// <summary>Waits for a journal entry.</summary>
    public async Task<JournalEntry> JournalAsync(string key)
    {
        var batch = await Harness.Sent.SelectAsync<JournalBatch>(x => x.Context.Message.Entries.Any(e => e.Key == key)).FirstOrDefaultAsync();
        Assert.That(batch, Is.Not.Null, $"journal entry {key}");
        return batch!.Context.Message.Entries.Single(x => x.Key == key);
    }

    public async Task<T> ReadAsync<T>(Func<AuditDbContext, Task<T>> read)
    {
        await using var db = await _function.Services.GetRequiredService<IDbContextFactory<AuditDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    public ValueTask DisposeAsync() => _function.DisposeAsync();
}

/// <summary>Policy's policies.</summary>
internal sealed class PolicyStub(PolicyStub.Knowledge knowledge) : IConsumer<FindPolicySet>
{
    public Task Consume(ConsumeContext<FindPolicySet> context)
    {
        knowledge.Asked.Enqueue(context.Message.Vsm);
        return context.RespondAsync(new PolicySetFound { PolicySet = knowledge.PolicySet with { Vsm = context.Message.Vsm } });
    }

    internal sealed class Knowledge
    {
        public PolicySet PolicySet { get; set; } = new() { Version = 0, Policies = [] };

        public ConcurrentQueue<string> Asked { get; } = [];
    }
}

/// <summary>Control's money: as much as is wanted, unless a test says otherwise.</summary>
internal sealed class FundsStub(FundsStub.Purse purse) : IConsumer<ReserveJudging>
{
    public Task Consume(ConsumeContext<ReserveJudging> context)
    {
        purse.Asked.Enqueue(context.Message);
        return context.RespondAsync(purse.Answer(context.Message));
    }

    internal sealed class Purse
    {
        public ConcurrentQueue<ReserveJudging> Asked { get; } = [];

        public Func<ReserveJudging, object> Answer { get; set; } = x => new JudgingGranted { TaskId = x.TaskId, Amount = x.Wanted };
    }
}
