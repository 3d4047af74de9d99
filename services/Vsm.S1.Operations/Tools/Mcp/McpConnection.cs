using System.ComponentModel;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>A server that was started or reached, until it ends.</summary>
internal sealed class McpConnection : IAsyncDisposable
{
    private const int MostPages = 20;
    private readonly McpProcess? _process;
    private readonly HttpClient? _http;
    private readonly McpMeter _meter;
    private readonly long _startedAt;
    private readonly TimeProvider _clock;
    private McpClient? _client;

    private McpConnection(McpProcess? process, HttpClient? http, McpMeter meter, TimeProvider clock) =>
        (_process, _http, _meter, _clock, _startedAt) = (process, http, meter, clock, clock.GetTimestamp());

    public McpClient Client => _client!;

    public bool IsAlive => _client is { Completion.IsCompleted: false } && !Broken;

    /// <summary>A request failed in a way that leaves nothing to go on with.</summary>
    public bool Broken { get; set; }

    /// <summary>A call was not answered in time, so it is asked whether it still answers before it gets another.</summary>
    public bool Suspect { get; set; }

    /// <summary>It said that its tools changed.</summary>
    public bool ToolsChanged { get; private set; }

    public TimeSpan Age => _clock.GetElapsedTime(_startedAt);

    /// <summary>Why it ended, for people and models; it names no place.</summary>
    public string Fault => _meter.Fault ?? "it ended, or the connection to it broke";

    /// <summary>What it wrote of errors, for the operator.</summary>
    public string Errors => _process?.Errors ?? "";

    public int? ProcessId => _process?.Id;

    /// <exception cref="ModelContextProtocol.McpException">It cannot be started, or does not speak as it should.</exception>
    public static async Task<McpConnection> OpenAsync(McpServerSettings server, McpOptions options, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancel)
    {
        var meter = NewMeter(null);
        McpConnection connection;
        IClientTransport transport;
        if (server.Command is { } command)
        {
            McpProcess process;
            try
            {
                process = McpProcess.Start(options.Commands[command], server, clock);
            }
            catch (Win32Exception unable)
            {
                throw new ModelContextProtocol.McpException($"{command} cannot be started: {unable.Message}", unable);
            }

            connection = new McpConnection(process, null, meter, clock);
            transport = new StreamClientTransport(process.Input, new MeteredStream(process.Output, meter));
        }
        else
        {
            var address = new Uri(server.Url!);
            var http = new HttpClient(new McpHttp(() => NewMeter(meter))) { Timeout = Timeout.InfiniteTimeSpan };
            connection = new McpConnection(null, http, meter, clock);
            transport = new HttpClientTransport(
                new HttpClientTransportOptions
                {
                    Endpoint = address,
                    TransportMode = HttpTransportMode.StreamableHttp,
                    AdditionalHeaders = McpPermit.HostOf(address, options)!.Headers,
                    MaxReconnectionAttempts = 1,
                },
                http);
        }

        try
        {
            connection._client = await McpClient.CreateAsync(transport, connection.Options(options), loggers, cancel);
            return connection;
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            throw new ModelContextProtocol.McpException($"{failure.Message} {(connection.Errors.Length > 0 ? $"It wrote: {connection.Errors}" : "")}", failure);
        }

        McpMeter NewMeter(McpMeter? whole) => new(options.MostMessageBytes, options.MostMessagesPerSecond, clock, whole);
    }

    /// <summary>Its tools, as many as are taken, and whether there are more.</summary>
    public async Task<(IReadOnlyList<Tool> Tools, bool More)> ListAsync(int most, CancellationToken cancel)
    {
        ToolsChanged = false;
        var tools = new List<Tool>();
        string? cursor = null;
        for (var page = 0; page < MostPages && tools.Count <= most; page++)
        {
            var listed = await Client.ListToolsAsync(new ListToolsRequestParams { Cursor = cursor }, cancel);
            tools.AddRange(listed.Tools.Take(most + 1));
            cursor = listed.NextCursor;
            if (cursor is null)
            {
                break;
            }
        }

        return ([.. tools.Take(most)], tools.Count > most || cursor is not null);
    }

    /// <summary>Whether it still answers.</summary>
    public async Task<bool> AnswersAsync(TimeSpan limit, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(limit, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            await Client.PingAsync(new PingRequestParams(), stop.Token).AsTask().WaitAsync(stop.Token);
            Suspect = false;
            return true;
        }
        catch (ModelContextProtocol.McpProtocolException)
        {
            // It knows no ping, and said so.
            Suspect = false;
            return true;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is OperationCanceledException or IOException or HttpRequestException or ModelContextProtocol.McpException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The process first: a client that still hopes for an answer of one that hangs would hold up its end.
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (_client is not null)
        {
            await _client.DisposeAsync();
        }

        _http?.Dispose();
    }

    private McpClientOptions Options(McpOptions options) => new()
    {
        ClientInfo = new Implementation { Name = "Vsm.Messaging", Version = "1" },
        InitializationTimeout = options.StartLimit,
        Capabilities = new ClientCapabilities(),
        Handlers = new McpClientHandlers
        {
            NotificationHandlers =
            [
                KeyValuePair.Create<string, Func<JsonRpcNotification, CancellationToken, ValueTask>>(NotificationMethods.ToolListChangedNotification, (_, _) =>
                {
                    ToolsChanged = true;
                    return ValueTask.CompletedTask;
                }),
            ],
        },
    };
}
