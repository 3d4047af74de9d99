using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>The servers of this process's agents. They are ended after everything that may call them, and nothing is left of them.</summary>
internal sealed partial class McpSessions(IOptions<McpOptions> options, TimeProvider clock, ILoggerFactory loggers, ILogger<McpSessions> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Guid Agent, string Server), McpSession> _sessions = new();
    private readonly CancellationTokenSource _ending = new();
    private Task _looking = Task.CompletedTask;

    public IReadOnlyCollection<McpSession> Sessions => [.. _sessions.Values];

    /// <exception cref="ToolException">There are too many.</exception>
    public McpSession Of(AgentConfiguration agent, McpServerSettings server)
    {
        var key = KeyOf(agent, server);
        return _sessions.TryGetValue(key, out var known) ? known
            : _ending.IsCancellationRequested || _sessions.Count >= options.Value.MostServers
                ? throw new ToolException($"{options.Value.MostServers} MCP servers are in use, which is the most at once (Vsm:Mcp:MostServers).")
            : _sessions.GetOrAdd(key, _ => new McpSession(server, options.Value, clock, loggers, logger));
    }

    /// <summary>How an agent's servers are.</summary>
    public IReadOnlyList<McpServerStatus> StatusOf(AgentConfiguration agent) =>
    [
        .. (agent.Tools?.McpServers ?? []).Select(x => _sessions.TryGetValue(KeyOf(agent, x), out var session)
            ? session.Status : new McpServerStatus { Name = x.Name, State = "idle" }),
    ];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _looking = LookAsync();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _looking;
        await Task.WhenAll(_sessions.Keys.Select(EndAsync));
    }

    private async Task LookAsync()
    {
        using var interval = new PeriodicTimer(options.Value.LookInterval, clock);
        try
        {
            while (await interval.WaitForNextTickAsync(_ending.Token))
            {
                await Task.WhenAll(_sessions.Where(x => x.Value.IsIdle).Select(x => EndAsync(x.Key)));
                await Task.WhenAll(_sessions.Values.Where(x => x.HasNews).Select(x => RefreshAsync(x, _ending.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the process.
        }
    }

    private async Task RefreshAsync(McpSession session, CancellationToken cancel)
    {
        try
        {
            await session.ToolsAsync(cancel);
        }
        catch (ToolException gone)
        {
            LogGone(gone.Message);
        }
    }

    private async Task EndAsync((Guid Agent, string Server) key)
    {
        if (_sessions.TryRemove(key, out var session))
        {
            await session.DisposeAsync();
        }
    }

    private static (Guid, string) KeyOf(AgentConfiguration agent, McpServerSettings server) => (agent.AgentId, JsonSerializer.Serialize(server));

    [LoggerMessage(Level = LogLevel.Information, Message = "Changed tools could not be read: {Reason}")]
    private partial void LogGone(string reason);
}
