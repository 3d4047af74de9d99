using MassTransit;
using MassTransit.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy;
using Vsm.S5.Policy.Data;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Policy;

/// <summary>System 5 alone on its bus; the test plays the others.</summary>
internal sealed class PolicyBench : IAsyncDisposable
{
    private readonly FunctionHarness _function;

    private PolicyBench(FunctionHarness function) => _function = function;

    public ITestHarness Harness => _function.Harness;

    public IBus Bus => Harness.Bus;

    /// <summary>What Control sets aside, and is told that it cost.</summary>
    public MoneyStub.Money Money => _function.Services.GetRequiredService<MoneyStub.Money>();

    public static async Task<PolicyBench> StartAsync(params (string Key, string Value)[] settings) => new(await FunctionHarness.StartAsync(x =>
    {
        x.AddPolicy();
        x.Services.AddSingleton<MoneyStub.Money>();
        x.AddToBus(bus => bus.AddConsumer<MoneyStub>().Endpoint(e => e.Name = "vsm.s3.budgets"));
    }, settings));

    /// <summary>System 5 with an organisation whose agents are active and honour these parameters.</summary>
    public static Task<PolicyBench> StartAsync(ApplyOrganisation request, params string[] honoured) => StartAsync(request, [], honoured);

    /// <summary>The same, with settings.</summary>
    public static async Task<PolicyBench> StartAsync(ApplyOrganisation request, (string, string)[] settings, params string[] honoured)
    {
        var bench = await StartAsync(settings);
        await bench.ApplyAsync(request);
        var systems = await bench.PublishedAsync<SystemConfigured>(request.Systems.Count);
        foreach (var system in systems)
        {
            await bench.Bus.Publish(Registered(system.Configuration, honoured));
        }

        await bench.PublishedAsync<OrganisationApplied>(1);
        return bench;
    }

    public Task ApplyAsync(ApplyOrganisation request) => Bus.SendTo("vsm.s5.organisations", request);

    /// <summary>Waits for so many messages that fit; fails when fewer come.</summary>
    public async Task<List<T>> PublishedAsync<T>(int count, Func<T, bool>? fits = null)
        where T : class
    {
        var published = await TakeAsync(Harness.Published.SelectAsync<T>(x => fits is null || fits(x.Context.Message)), count);
        Assert.That(published, Has.Count.EqualTo(count), $"{typeof(T).Name} published");
        return published.ConvertAll(x => x.Context.Message);
    }

    /// <summary>Waits until so many were consumed, with all that came of it published.</summary>
    public async Task ConsumedAsync<T>(int count, Func<T, bool>? fits = null)
        where T : class
    {
        var consumed = await TakeAsync(Harness.Consumed.SelectAsync<T>(x => fits is null || fits(x.Context.Message)), count);
        Assert.That(consumed, Has.Count.EqualTo(count), $"{typeof(T).Name} consumed");
    }

    /// <summary>How many were published of a type up to now; a token that is not cancelled would wait for more.</summary>
    public int Count<T>()
        where T : class => Harness.Published.Select<T>(new CancellationToken(canceled: true)).Count();

    public async Task<T> AskAsync<TRequest, T>(string queue, TRequest request)
        where TRequest : class
        where T : class =>
        (await Bus.CreateRequestClient<TRequest>(new Uri($"exchange:{queue}")).GetResponse<T>(request)).Message;

    /// <summary>Waits for a journal entry.</summary>
    public async Task<JournalEntry> JournalAsync(string key)
    {
        var batch = await Harness.Sent.SelectAsync<JournalBatch>(x => x.Context.Message.Entries.Any(e => e.Key == key)).FirstOrDefaultAsync();
        Assert.That(batch, Is.Not.Null, $"journal entry {key}");
        return batch!.Context.Message.Entries.Single(x => x.Key == key);
    }

    public async Task<T> ReadAsync<T>(Func<PolicyDbContext, Task<T>> read)
    {
        await using var db = await _function.Services.GetRequiredService<IDbContextFactory<PolicyDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    public ValueTask DisposeAsync() => _function.DisposeAsync();

    private static async Task<List<T>> TakeAsync<T>(IAsyncEnumerable<T> messages, int count)
    {
        var taken = new List<T>();
        await foreach (var message in messages)
        {
            taken.Add(message);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    public static AgentRegistered Registered(AgentConfiguration configuration, params string[] honoured) => new()
    {
        Status = AgentStatus.Active,
        Agent = new AgentInfo
        {
            AgentId = configuration.AgentId, Vsm = configuration.Vsm, Number = configuration.Number, Name = configuration.Name,
            Kind = configuration.Kind, ConfigurationVersion = configuration.Version, MaxConcurrentTasks = 10, HonouredParameters = honoured,
            StartedAt = DateTimeOffset.UnixEpoch,
        },
    };
}
