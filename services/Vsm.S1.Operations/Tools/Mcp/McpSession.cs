using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>
/// One server of one agent, shared by the agent's attempts in this process: started when it is needed, started again with growing pauses when it failed.
/// </summary>
internal sealed partial class McpSession(
    McpServerSettings server, McpOptions options, TimeProvider clock, ILoggerFactory loggers, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _changing = new(1);
    private McpConnection? _connection;
    private Task _watching = Task.CompletedTask;
    private McpToolList _tools = McpToolList.None;
    private long _listedAt;
    private long _usedAt = clock.GetTimestamp();
    private int _failures;
    private DateTimeOffset _notBefore;
    private string? _problem;
    private bool _ended;

    public bool IsIdle => clock.GetElapsedTime(_usedAt) > options.IdleLimit;

    public bool HasNews => _connection is { IsAlive: true, ToolsChanged: true };

    public int? ProcessId => _connection?.ProcessId;

    public McpServerStatus Status => new()
    {
        Name = server.Name,
        State = _connection is { IsAlive: true } ? "running" : _problem is null ? "idle" : "failed",
        Tools = [.. _tools.Tools.Select(x => x.Name)],
        Problem = _connection is { IsAlive: true } || _problem is null ? _tools.Problem : _problem,
    };

    /// <summary>The tools that it has now.</summary>
    /// <exception cref="ToolException">It is not there.</exception>
    public async Task<IReadOnlyList<McpToolDefinition>> ToolsAsync(CancellationToken cancel)
    {
        var connection = await ConnectAsync(cancel);
        if (_tools != McpToolList.None && !connection.ToolsChanged && clock.GetElapsedTime(_listedAt) < Fresh)
        {
            return _tools.Tools;
        }

        using var limit = new CancellationTokenSource(options.StartLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var (tools, more) = await connection.ListAsync(options.MostTools, stop.Token);
            _tools = McpToolList.Of(server, tools, more ? options.MostTools : null);
            _listedAt = clock.GetTimestamp();
            return _tools.Tools;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is not ToolException)
        {
            throw await FailAsync(connection, failure is OperationCanceledException ? $"it did not say within {options.StartLimit:c} which tools it has" : null, failure);
        }
    }

    /// <exception cref="ToolException">It is not there, or refused the call.</exception>
    public async Task<CallToolResult> CallAsync(string tool, IDictionary<string, JsonElement> arguments, CancellationToken cancel)
    {
        var connection = await ConnectAsync(cancel);
        try
        {
            var result = await connection.Client.CallToolAsync(new CallToolRequestParams { Name = tool, Arguments = arguments }, cancel);
            _failures = 0;
            return result;
        }
        catch (OperationCanceledException)
        {
            connection.Suspect = true;
            throw;
        }
        catch (McpProtocolException refusal)
        {
            throw new ToolException($"The MCP server '{server.Name}' refused the call: {Functions.Cut.To(refusal.Message, 1_000)}", refusal);
        }
        catch (Exception failure) when (failure is not ToolException)
        {
            throw await FailAsync(connection, null, failure);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        try
        {
            _ended = true;
            await CloseAsync();
        }
        finally
        {
            _changing.Release();
        }

        await _watching;
    }

    private async Task<McpConnection> ConnectAsync(CancellationToken cancel)
    {
        _usedAt = clock.GetTimestamp();
        await _changing.WaitAsync(cancel);
        try
        {
            if (_connection is { IsAlive: true } alive && (!alive.Suspect || await alive.AnswersAsync(AnswerLimit, cancel)))
            {
                return alive;
            }

            if (_connection is { } dead)
            {
                Note(dead, dead.Suspect ? "it no longer answered" : dead.Fault, null);
                await CloseAsync();
            }

            var now = clock.GetUtcNow();
            return _ended ? throw new ToolException($"The MCP server '{server.Name}' is being ended.")
                : now < _notBefore ? throw new ToolException($"The MCP server '{server.Name}' is not there: {_problem}. It is started again in {Math.Ceiling((_notBefore - now).TotalSeconds)} s at the earliest.")
                : await StartAsync(cancel);
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<McpConnection> StartAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.StartLimit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        McpConnection connection;
        try
        {
            connection = await McpConnection.OpenAsync(server, options, clock, loggers, stop.Token);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            var late = failure is OperationCanceledException or TimeoutException;
            Note(null, late ? $"it did not start within {options.StartLimit:c}" : "it could not be started or reached", failure);
            throw new ToolException($"The MCP server '{server.Name}' is not there: {_problem}.", failure);
        }

        (_connection, _problem, _tools) = (connection, null, McpToolList.None);
        _watching = WatchAsync(connection);
        LogStarted(server.Name, connection.Client.ServerInfo?.Name ?? "", connection.Client.ServerInfo?.Version ?? "");
        return connection;
    }

    // What is left of one that ended by itself is cleared away at once, not when somebody needs it next.
    private async Task WatchAsync(McpConnection connection)
    {
        await connection.Client.Completion;
        await _changing.WaitAsync();
        try
        {
            if (_connection == connection)
            {
                Note(connection, connection.Fault, null);
                await CloseAsync();
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task<ToolException> FailAsync(McpConnection connection, string? reason, Exception failure)
    {
        connection.Broken = true;
        await _changing.WaitAsync();
        try
        {
            if (_connection == connection)
            {
                Note(connection, reason ?? connection.Fault, failure);
                await CloseAsync();
            }
        }
        finally
        {
            _changing.Release();
        }

        return new ToolException($"The MCP server '{server.Name}' failed in this call: {reason ?? connection.Fault}. It is started again when it is needed, after a pause.", failure);
    }

    private void Note(McpConnection? connection, string problem, Exception? failure)
    {
        _failures = connection?.Age > Steady ? 1 : _failures + 1;
        var pause = options.RestartPause * Math.Pow(2, Math.Min(_failures - 1, 20));
        _notBefore = clock.GetUtcNow() + (pause < options.LongestPause ? pause : options.LongestPause);
        _problem = problem;
        LogFailed(failure, server.Name, problem, _failures, connection?.Errors ?? "");
    }

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The MCP server {Server} runs: {Name} {Version}")]
    private partial void LogStarted(string server, string name, string version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The MCP server {Server} failed: {Problem}; failure {Failures} in a row. It wrote: {Errors}")]
    private partial void LogFailed(Exception? exception, string server, string problem, int failures, string errors);
}
