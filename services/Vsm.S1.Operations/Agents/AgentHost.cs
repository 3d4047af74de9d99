using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Tools.Mcp;

namespace Vsm.S1.Operations.Agents;

/// <summary>The agents of this replica. Each has its own queue, on which all replicas compete; one that fails does not touch the others.</summary>
internal sealed class AgentHost(AgentQueues queues, AgentKinds kinds, McpSessions servers, IBus bus, IOptions<AgentOptions> options, TimeProvider clock)
{
    private const string Registry = "vsm.s3.registry";
    private readonly ConcurrentDictionary<Guid, RunningAgent> _agents = new();

    // A configuration never changes; a new version is another.
    private readonly ConditionalWeakTable<AgentConfiguration, StrongBox<string?>> _problems = [];

    public IEnumerable<RunningAgent> Agents => _agents.Values.Where(x => !x.Configuration.IsRetired());

    public RunningAgent? Find(Guid agentId) => _agents.GetValueOrDefault(agentId);

    /// <summary>
    /// Has an agent work under a configuration, unless a newer one is in force. Its queue stays as it is: a task that learns of it must not wait for
    /// the queue that it came from to stop.
    /// </summary>
    public RunningAgent Learn(AgentConfiguration configuration)
    {
        var agent = _agents.GetOrAdd(configuration.AgentId, _ => new RunningAgent(configuration, clock.GetUtcNow()));
        agent.Learn(configuration);
        return agent;
    }

    /// <summary>Runs an agent under a configuration, unless a newer one is in force, and tells Control.</summary>
    public async Task ApplyAsync(AgentConfiguration configuration, CancellationToken cancel)
    {
        var agent = Learn(configuration);
        await agent.Changing.WaitAsync(cancel);
        try
        {
            if (agent.Configuration.IsRetired())
            {
                return;
            }

            var limit = agent.Configuration.MaxConcurrentTasks;
            if (agent.Queue is { } queue && agent.QueueLimit != limit)
            {
                await queue.StopAsync(cancel);
                agent.Queue = null;
            }

            agent.Queue ??= await ConnectAsync(agent.Configuration, limit, cancel);
            agent.QueueLimit = limit;
            if (!agent.Announced || HasNews(agent))
            {
                await AnnounceAsync(agent, cancel);
            }
        }
        finally
        {
            agent.Changing.Release();
        }
    }

    /// <summary>Has an agent finish what it works on and take no more.</summary>
    public async Task RetireAsync(AgentConfiguration last, CancellationToken cancel)
    {
        var agent = Learn(last);
        await agent.Changing.WaitAsync(cancel);
        try
        {
            if (agent.Queue is { } queue)
            {
                await queue.StopAsync(cancel);
                agent.Queue = null;
            }
        }
        finally
        {
            agent.Changing.Release();
        }
    }

    /// <summary>Checks an agent within the time limit of a check.</summary>
    public async Task<HealthRecord> CheckAsync(RunningAgent agent, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        var at = clock.GetUtcNow();
        var configuration = agent.Configuration;
        string? error;
        try
        {
            error = await Task.Run(() => kinds.Problem(configuration), cancel).WaitAsync(options.Value.HealthCheckLimit, clock, cancel);
        }
        catch (TimeoutException)
        {
            error = $"ErrHealthCheckTimeout: no answer within {options.Value.HealthCheckLimit:c}";
        }

        agent.Checked(at);
        return new HealthRecord { Timestamp = at, Success = error is null, DurationMs = clock.GetElapsedTime(start).TotalMilliseconds, Error = error };
    }

    /// <summary>Whether its servers are otherwise, or have other tools, than Control was told.</summary>
    public bool HasNews(RunningAgent agent) => agent.Announced && Shown(servers.StatusOf(agent.Configuration)) != agent.AnnouncedServers;

    /// <summary>Why an agent cannot work under its configuration; null: it can.</summary>
    public string? Problem(AgentConfiguration configuration) => _problems.GetValue(configuration, x => new StrongBox<string?>(kinds.Problem(x))).Value;

    // Not through an outbox: what Control was told is noted at once, and telling it twice is harmless.
    private async Task AnnounceAsync(RunningAgent agent, CancellationToken cancel)
    {
        var configuration = agent.Configuration;
        var health = await CheckAsync(agent, cancel);
        var info = InfoOf(agent, configuration);
        await bus.SendTo(Registry, new RegisterAgent { Agent = info, Health = health }, cancel);
        agent.AnnouncedServers = Shown(info.McpServers);
        agent.AnnouncedVersion = health.Success ? configuration.Version : agent.AnnouncedVersion;
    }

    private static string Shown(IReadOnlyList<McpServerStatus> servers) => JsonSerializer.Serialize(servers);

    private Task<HostReceiveEndpointHandle> ConnectAsync(AgentConfiguration configuration, int limit, CancellationToken cancel) => queues.ConnectAsync(
        AgentQueueNames.Exchange,
        AgentQueueNames.Of(configuration.Vsm, configuration.Number),
        limit,
        (context, endpoint) => endpoint.ConfigureConsumer<AssignTaskConsumer>(context),
        cancel);

    private AgentInfo InfoOf(RunningAgent agent, AgentConfiguration configuration) => new()
    {
        AgentId = configuration.AgentId,
        Vsm = configuration.Vsm,
        Number = configuration.Number,
        Name = configuration.Name,
        Description = configuration.Description,
        Kind = configuration.Kind,
        Model = configuration.Model,
        Capabilities = configuration.Capabilities,
        ConfigurationVersion = configuration.Version,
        MaxConcurrentTasks = configuration.MaxConcurrentTasks,
        CostPerTask = configuration.CostPerTask,
        CostTotal = configuration.CostTotal,
        HonouredParameters = kinds.HonouredParameters(configuration),
        McpServers = servers.StatusOf(configuration),
        StartedAt = agent.StartedAt,
    };
}
