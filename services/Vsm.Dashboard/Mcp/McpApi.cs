using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Mcp;

/// <summary>
/// The organisation as an MCP server, over streamable HTTP. Nothing is kept between requests, so any replica answers any of them; who may call is
/// decided before, as for the API.
/// </summary>
internal sealed class McpApi(TaskTools tools, ILoggerFactory loggers, IServiceProvider services) : IDisposable
{
    private const int MostAtOnce = 64;
    private static readonly JsonTypeInfo<JsonRpcMessage> Message = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));
    private readonly SemaphoreSlim _room = new(MostAtOnce);

    public async Task AnswerAsync(HttpContext context)
    {
        var (request, cancel) = (context.Request, context.RequestAborted);
        if (!request.HasJsonContentType())
        {
            const int status = StatusCodes.Status415UnsupportedMediaType;
            await Problems.Of(status, Problems.DetailOf(request, status)!).ExecuteAsync(context);
            return;
        }

        if (await ReadAsync(request, cancel) is not { } message)
        {
            await Problems.Invalid("body", "is no message of JSON-RPC 2.0 that MCP knows").ExecuteAsync(context);
            return;
        }

        if (!await _room.WaitAsync(TimeSpan.Zero, cancel))
        {
            await Problems.Unavailable(context, $"{MostAtOnce} requests are under way, the most at once; try again.").ExecuteAsync(context);
            return;
        }

        try
        {
            await AnswerAsync(context, message, cancel);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose() => _room.Dispose();

    private async Task AnswerAsync(HttpContext context, JsonRpcMessage message, CancellationToken cancel)
    {
        if (context.Request.Headers["MCP-Protocol-Version"].ToString() is { Length: > 0 } version)
        {
            message.Context = new JsonRpcMessageContext { ProtocolVersion = version };
        }

        var transport = new StreamableHttpServerTransport(loggers) { Stateless = true };
        await using var server = McpServer.Create(transport, Options(), loggers, services);
        var running = server.RunAsync(cancel);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-cache,no-store";
            if (!await transport.HandlePostRequestAsync(message, context.Response.Body, cancel))
            {
                context.Response.ContentType = null;
                context.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        }
        finally
        {
            await transport.DisposeAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<JsonRpcMessage?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, Message, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation { Name = "vsm", Title = "Vsm.Messaging", Version = "1" },
        ServerInstructions = "An organisation of agents. Hand in a task with submit_task, then read it with get_task until its state is Approved, Rejected, Cancelled, Failed or Expired.",
        Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. TaskToolList.All] }),
            CallToolHandler = (request, cancel) => tools.CallAsync(request, cancel),
        },
    };
}
