using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Persistence;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Agents;

/// <summary>Starts the agents that are known when the process starts, and reports the health of all of them at every interval.</summary>
internal sealed partial class AgentSupervisor(
    AgentHost host, IDbContextFactory<OperationsDbContext> contexts, IBus bus, IHostApplicationLifetime lifetime, IOptions<AgentOptions> options, StoreWait wait,
    TimeProvider clock, ILogger<AgentSupervisor> logger) : BusService(lifetime)
{
    protected override async Task RunAsync(CancellationToken cancel)
    {
        // The bus listens for new agents by now, so what is not stored yet comes as a message.
        foreach (var agent in await KnownAsync(cancel))
        {
            await TryAsync(agent.Configuration.Name, () => host.ApplyAsync(agent.Configuration, cancel));
        }

        using var interval = new PeriodicTimer(options.Value.HealthCheckInterval, clock);
        while (await interval.WaitForNextTickAsync(cancel))
        {
            await Task.WhenAll(host.Agents.Select(x => TryAsync(x.Configuration.Name, () => ReportAsync(x, cancel))));
        }
    }

    private async Task<IReadOnlyList<StoredAgent>> KnownAsync(CancellationToken cancel)
    {
        IReadOnlyList<StoredAgent> known = [];
        await wait.RunAsync(
            "to read which agents there are",
            async end =>
            {
                await using var db = await contexts.CreateDbContextAsync(end);
                known = await db.Agents.AsNoTracking().ToListAsync(end);
            },
            cancel);
        return known;
    }

    private async Task ReportAsync(RunningAgent agent, CancellationToken cancel)
    {
        // One whose queue is being changed is announced by whoever changes it, perhaps after a long task; the others' reports do not wait for that.
        if ((!agent.Announced || host.HasNews(agent)) && agent.Changing.CurrentCount > 0)
        {
            await host.ApplyAsync(agent.Configuration, cancel);
            return;
        }

        var health = await host.CheckAsync(agent, cancel);
        await bus.Publish(
            new AgentHealthReported
            {
                AgentId = agent.Configuration.AgentId,
                Vsm = agent.Configuration.Vsm,
                Replica = EndpointNames.ReplicaId,
                Health = health,
                Metrics = agent.Metrics,
            },
            cancel);
    }

    // One agent's trouble is not the others'; it is tried again at the next interval.
    private async Task TryAsync(string agent, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception, agent);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Agent {Agent} could not be started or reported; it is tried again at the next interval")]
    private partial void LogFailed(Exception exception, string agent);
}
