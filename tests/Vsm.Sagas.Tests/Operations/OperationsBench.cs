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
using Vsm.S1.Operations;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>System 1 alone on its bus, with two gates among its functions; the test plays the others.</summary>
internal sealed class OperationsBench : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan TaskLimit = TimeSpan.FromSeconds(77);

    /// <summary>Set as <c>Vsm:Tools:CallLimit</c>, the time limit of tools rings when told.</summary>
    public static readonly TimeSpan ToolLimit = TimeSpan.FromSeconds(33);
    private readonly FunctionHarness _function;

    private OperationsBench(FunctionHarness function, Neighbours neighbours, GateFunction gate, GateFunction once, AlarmClock clock)
    {
        _function = function;
        Neighbours = neighbours;
        Gate = gate;
        Once = once;
        Clock = clock;
    }

    public ITestHarness Harness => _function.Harness;

    public IBus Bus => Harness.Bus;

    public Neighbours Neighbours { get; }

    public GateFunction Gate { get; }

    /// <summary>A gate for work that must not be done twice, <c>once</c> among the functions.</summary>
    public GateFunction Once { get; }

    /// <summary>Rings for the health interval and the time limit of tasks.</summary>
    public AlarmClock Clock { get; }

    public IServiceProvider Services => _function.Services;

    public AgentHost Host => _function.Services.GetRequiredService<AgentHost>();

    public static Task<OperationsBench> StartAsync(params (string, string)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<OperationsBench> StartAsync(Action<WebApplicationBuilder> change, params (string, string)[] settings)
    {
        var (neighbours, clock) = (new Neighbours(), new AlarmClock(Interval, TaskLimit, ToolLimit));
        var (gate, once) = (new GateFunction(), new GateFunction("once", idempotent: false));
        var builtIn = FunctionCatalogue.BuiltIn.Names.Select(x => FunctionCatalogue.BuiltIn.TryFind(x, out var found) ? found : null!);
        var function = await FunctionHarness.StartAsync(
            builder =>
            {
                builder.AddOperations();
                builder.Services.AddSingleton(new FunctionCatalogue([.. builtIn, gate, once]));
                builder.Services.AddSingleton<TimeProvider>(clock);
                builder.Services.AddSingleton(neighbours);
                builder.AddToBus(bus =>
                {
                    bus.AddConsumer<RegistryStub>().Endpoint(x => x.Name = "vsm.s3.registry");
                    bus.AddConsumer<ConfigurationsStub>().Endpoint(x => x.Name = "vsm.s5.systems");
                    bus.AddConsumer<PoliciesStub>().Endpoint(x => x.Name = "vsm.s5.systems");
                });
                change(builder);
            },
            settings);
        await clock.SetAsync(Interval); // the agents that were stored run by now
        return new OperationsBench(function, neighbours, gate, once, clock);
    }

    /// <summary>Has agents run, and waits until Control was told.</summary>
    public async Task ConfigureAsync(params AgentConfiguration[] agents)
    {
        foreach (var agent in agents)
        {
            await Bus.Publish(new SystemConfigured { Configuration = agent, Reason = "test" });
            await RegistrationAsync();
        }
    }

    /// <summary>Waits for the next thing that Control is told.</summary>
    public async Task<RegisterAgent> RegistrationAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await Neighbours.Registrations.Reader.ReadAsync(limit.Token);
    }

    /// <summary>
    /// Lets health intervals pass until Control is told of an agent. Of one whose queue is still being changed, it is not told at the interval.
    /// </summary>
    public Task<RegisterAgent> NextRegistrationAsync() => Eventually.ReadAsync(
        "a registration",
        async () =>
        {
            await Clock.RingAsync(Interval);
            return Neighbours.Registrations.Reader.TryRead(out var registration) ? registration : null;
        },
        x => x is not null)!;

    /// <summary>Sends a task to an agent's queue.</summary>
    public Task AssignAsync(AgentConfiguration agent, AssignTaskMessage task) =>
        Bus.SendToTopic(AgentQueueNames.Exchange, AgentQueueNames.Of(agent.Vsm, agent.Number), task);

    /// <summary>Sends a task and waits for what comes of it.</summary>
    public async Task<T> DoAsync<T>(AgentConfiguration agent, AssignTaskMessage task, Func<T, Guid> taskId)
        where T : class
    {
        await AssignAsync(agent, task);
        return await PublishedAsync<T>(x => taskId(x) == task.TaskId);
    }

    public async Task<T> PublishedAsync<T>(Func<T, bool> fits)
        where T : class
    {
        var published = await Harness.Published.SelectAsync<T>(x => fits(x.Context.Message)).FirstOrDefaultAsync();
        Assert.That(published, Is.Not.Null, $"{typeof(T).Name} published");
        return published!.Context.Message;
    }

    /// <summary>Waits until a consumer is done with a message.</summary>
    public async Task ConsumedAsync<TConsumer, T>(Func<T, bool> fits, int times = 1)
        where TConsumer : class, IConsumer
        where T : class =>
        Assert.That(
            await AsyncEnumerable.Take(Harness.GetConsumerHarness<TConsumer>().Consumed.SelectAsync<T>(x => fits(x.Context.Message)), times).CountAsync(),
            Is.EqualTo(times), $"{typeof(T).Name} consumed");

    /// <summary>Whether anything was published of a task up to now.</summary>
    public bool SaidAnythingOf(Guid taskId)
    {
        var now = new CancellationToken(canceled: true);
        return Harness.Published.Select<TaskResultMessage>(x => x.Context.Message.TaskId == taskId, now).Any() ||
            Harness.Published.Select<TaskExecutionFailed>(x => x.Context.Message.TaskId == taskId, now).Any() ||
            Harness.Published.Select<CapabilityGapMessage>(x => x.Context.Message.TaskId == taskId, now).Any();
    }

    /// <summary>Waits for a journal entry.</summary>
    public async Task<JournalEntry> JournalAsync(string key)
    {
        var batch = await Harness.Sent.SelectAsync<JournalBatch>(x => x.Context.Message.Entries.Any(e => e.Key == key)).FirstOrDefaultAsync();
        Assert.That(batch, Is.Not.Null, $"journal entry {key}");
        return batch!.Context.Message.Entries.Single(x => x.Key == key);
    }

    public async Task<StoredAgent?> StoredAsync(Guid agentId)
    {
        await using var db = await _function.Services.GetRequiredService<IDbContextFactory<OperationsDbContext>>().CreateDbContextAsync();
        return await db.Agents.SingleOrDefaultAsync(x => x.AgentId == agentId);
    }

    /// <summary>The answers to a task that are kept, by attempt.</summary>
    public async Task<List<Receipt>> ReceiptsAsync(Guid taskId)
    {
        await using var db = await _function.Services.GetRequiredService<IDbContextFactory<OperationsDbContext>>().CreateDbContextAsync();
        return await db.Receipts.AsNoTracking().Where(x => x.TaskId == taskId).OrderBy(x => x.Attempt).ToListAsync();
    }

    public ValueTask DisposeAsync()
    {
        Gate.Open(); // what waits there would hold up the end
        Once.Open();
        return _function.DisposeAsync();
    }
}
