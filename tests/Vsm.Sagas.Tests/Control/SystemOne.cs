using System.Threading.Channels;
using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

/// <summary>An agent in the test's hand: it takes commands from its queue and answers nothing by itself.</summary>
internal sealed class SystemOne(AgentInfo info)
{
    private readonly Channel<AssignTaskMessage> _commands = Channel.CreateUnbounded<AssignTaskMessage>();

    public AgentInfo Info { get; set; } = info;

    public Guid Id => Info.AgentId;

    /// <summary>When set, every command fails with it.</summary>
    public Exception? Breaks { get; set; }

    public static AgentInfo Describe(int number, params string[] capabilities) => new()
    {
        AgentId = NewId.NextGuid(),
        Number = number,
        Name = $"agent-{number}",
        Kind = "function",
        Capabilities = [.. capabilities.Select(x => new Capability { Name = x })],
        ConfigurationVersion = 1,
        MaxConcurrentTasks = 10,
        StartedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>Waits for the next command.</summary>
    public Task<AssignTaskMessage> CommandAsync() => _commands.Reader.ReadAsync().AsTask().WaitAsync(BusLog.Patience);

    public bool HasCommand => _commands.Reader.TryPeek(out _);

    public Task TakeAsync(ConsumeContext<AssignTaskMessage> context) =>
        Breaks is { } exception ? throw exception : _commands.Writer.WriteAsync(context.Message).AsTask();
}
