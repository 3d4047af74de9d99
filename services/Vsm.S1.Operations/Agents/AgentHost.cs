using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Agents;

/// <summary>The agents of this replica. Each has its own queue, on which all replicas compete; one that fails does not touch the others.</summary>
internal sealed class AgentHost(AgentQueues queues, FunctionPipeline pipeline, IOptions<AgentOptions> options, TimeProvider clock) : IDisposable
{
    private const string Registry = "vsm.s3.registry";
    private readonly ConcurrentDictionary<Guid, RunningAgent> _agents = new();
    private readonly SemaphoreSlim _changing = new(1);

    public IEnumerable<RunningAgent> Agents => _agents.Values;

    public RunningAgent? Find(Guid agentId) => _agents.GetValueOrDefault(agentId);

    /// <summary>Runs an agent under a configuration, unless a newer one is in force, and tells Control.</summary>
    public async Task ApplyAsync(AgentConfiguration configuration, ISendEndpointProvider control, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            var agent = _agents.GetOrAdd(configuration.AgentId, _ => new RunningAgent(configuration, clock.GetUtcNow()));
            var before = agent.Configuration;
            if (configuration.Version > before.Version)
            {
                agent.Configuration = configuration;
                agent.Announced = false;
            }

            if (agent.Queue is { } queue && before.MaxConcurrentTasks != agent.Configuration.MaxConcurrentTasks)
            {
                agent.Queue = null;
                await queue.StopAsync(cancel);
            }

            agent.Queue ??= await ConnectAsync(agent.Configuration, cancel);
            if (!agent.Announced)
            {
                await AnnounceAsync(agent, control, cancel);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Tells Control that an agent is ready, or why it is not.</summary>
    public async Task AnnounceAsync(RunningAgent agent, ISendEndpointProvider control, CancellationToken cancel)
    {
        var health = await CheckAsync(agent, cancel);
        await control.SendTo(Registry, new RegisterAgent { Agent = InfoOf(agent), Health = health }, cancel);
        agent.Announced = health.Success;
    }

    /// <summary>Checks an agent within the time limit of a check.</summary>
    public async Task<HealthRecord> CheckAsync(RunningAgent agent, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        var at = clock.GetUtcNow();
        string? error;
        try
        {
            error = await Task.Run(() => Problem(agent), cancel).WaitAsync(options.Value.HealthCheckLimit, clock, cancel);
        }
        catch (TimeoutException)
        {
            error = $"ErrHealthCheckTimeout: no answer within {options.Value.HealthCheckLimit:c}";
        }

        agent.Checked(at);
        return new HealthRecord { Timestamp = at, Success = error is null, DurationMs = clock.GetElapsedTime(start).TotalMilliseconds, Error = error };
    }

    public void Dispose() => _changing.Dispose();

    private string? Problem(RunningAgent agent)
    {
        if (agent.Configuration.Kind != "function")
        {
            return $"an agent of kind '{agent.Configuration.Kind}' cannot be run by this version; it runs 'function'";
        }

        var errors = pipeline.Validate(agent.Configuration);
        return errors.Count == 0 ? null : string.Join(" ", errors.Take(5));
    }

    private Task<HostReceiveEndpointHandle> ConnectAsync(AgentConfiguration configuration, CancellationToken cancel) => queues.ConnectAsync(
        AgentQueueNames.Exchange,
        AgentQueueNames.Of(configuration.Vsm, configuration.Number),
        configuration.MaxConcurrentTasks,
        (context, endpoint) => endpoint.ConfigureConsumer<AssignTaskConsumer>(context),
        cancel);

    private AgentInfo InfoOf(RunningAgent agent)
    {
        var configuration = agent.Configuration;
        return new AgentInfo
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
            HonouredParameters = pipeline.HonouredParameters(configuration),
            StartedAt = agent.StartedAt,
        };
    }
}
