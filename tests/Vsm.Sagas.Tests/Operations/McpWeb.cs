using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>An MCP server on a free loopback port, over streamable HTTP; each of its tools does something that clients have to live with.</summary>
internal sealed class McpWeb : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<string> _asked = new();

    private McpWeb(WebApplication app) => _app = app;

    public string Address => $"{_app.Urls.First()}/mcp";

    public string Host => new Uri(Address).Authority;

    /// <summary>Methods that it was asked for, tools by name.</summary>
    public IReadOnlyList<string> Asked => [.. _asked];

    /// <summary>What the requests carried as <c>Authorization</c>.</summary>
    public ConcurrentDictionary<string, bool> Credentials { get; } = [];

    /// <summary>Nobody gets an answer, as with a process that ended.</summary>
    public bool IsDown { get; set; }

    /// <summary>It answers pings no more.</summary>
    public bool IsDeaf { get; set; }

    public static async Task<McpWeb> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new McpWeb(app);
        app.UseRouting();
        app.MapPost("/mcp", server.AnswerAsync);
        app.MapPost("/elsewhere", x => throw new InvalidOperationException("Nobody is to follow."));
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _app.StopAsync(_ending.Token);
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token, context.RequestAborted);
        Credentials[context.Request.Headers.Authorization.ToString()] = true;
        var message = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: ending.Token))!;
        var method = message["method"]!.GetValue<string>();
        _asked.Enqueue(method == "tools/call" ? message["params"]!["name"]!.GetValue<string>() : method);
        if (IsDown)
        {
            context.Abort();
            return;
        }

        switch (method)
        {
            case "initialize":
                await SayAsync(context, message, new JsonObject
                {
                    ["protocolVersion"] = message["params"]!["protocolVersion"]!.GetValue<string>(),
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                    ["serverInfo"] = new JsonObject { ["name"] = "web", ["version"] = "1" },
                });
                break;
            case "tools/list":
                await SayAsync(context, message, new JsonObject { ["tools"] = new JsonArray([.. Tools.Select(Described)]) });
                break;
            case "ping" when IsDeaf:
                await new TaskCompletionSource().Task.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case "ping":
                await SayAsync(context, message, []);
                break;
            case "tools/call":
                await CallAsync(context, message, ending.Token);
                break;
            default:
                await (message["id"] is null ? AcceptAsync(context) : SayAsync(context, message, "error", new JsonObject { ["code"] = -32601, ["message"] = "Method not found" }));
                break;
        }
    }

    private static Task AcceptAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }

    private static readonly string[] Tools = ["echo", "crash", "hang", "line", "flood", "large", "garbage", "gone", "redirect"];

    private static async Task CallAsync(HttpContext context, JsonNode message, CancellationToken cancel)
    {
        switch (message["params"]!["name"]!.GetValue<string>())
        {
            case "crash":
                context.Abort();
                return;
            case "hang":
                await new TaskCompletionSource().Task.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            case "line":
                await StreamAsync(context, $"data: {new string('x', 64 * 1024)}", new string('x', 64 * 1024), cancel);
                return;
            case "flood":
                const string noise = "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"x\"}}\n\n";
                await StreamAsync(context, noise, noise, cancel);
                return;
            case "garbage":
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("<html>Bad gateway</html>", cancel);
                return;
            case "gone":
                context.Response.StatusCode = StatusCodes.Status404NotFound; // the session, to a client that has one
                return;
            case "redirect":
                context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
                return;
            case "large":
                await SayAsync(context, message, Content(new string('x', 500_000)));
                return;
            default:
                await SayAsync(context, message, Content(message["params"]!["arguments"]?["text"]?.GetValue<string>() ?? "done"));
                return;
        }
    }

    // Until the client has had enough.
    private static async Task StreamAsync(HttpContext context, string first, string next, CancellationToken cancel)
    {
        context.Response.ContentType = "text/event-stream";
        try
        {
            for (var text = first; !cancel.IsCancellationRequested; text = next)
            {
                await context.Response.WriteAsync(text, cancel);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // It has.
        }
    }

    private static JsonObject Content(string text) => new() { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) };

    private static JsonNode Described(string name) => new JsonObject
    {
        ["name"] = name, ["description"] = $"Tests {name}.", ["inputSchema"] = new JsonObject { ["type"] = "object" },
    };

    private static Task SayAsync(HttpContext context, JsonNode message, JsonObject result) => SayAsync(context, message, "result", result);

    private static Task SayAsync(HttpContext context, JsonNode message, string what, JsonObject said)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            new JsonObject { ["jsonrpc"] = "2.0", ["id"] = message["id"]!.DeepClone(), [what] = said }.ToJsonString(JsonSerializerOptions.Web), context.RequestAborted);
    }
}
