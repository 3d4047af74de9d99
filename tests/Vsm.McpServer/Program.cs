using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

// An MCP server for tests, on standard input and output. Arguments: how it behaves at the start.
if (args.Contains("--crash"))
{
    await Console.Error.WriteLineAsync("no luck today");
    return 3;
}

if (args.Contains("--silent"))
{
    await new TaskCompletionSource().Task;
}

var extra = args.Index().Where(x => x.Item == "--tools").Select(x => int.Parse(args[x.Index + 1], CultureInfo.InvariantCulture)).FirstOrDefault();
var gained = false;
var options = new McpServerOptions
{
    ServerInfo = new Implementation { Name = "test", Version = "1" },
    Capabilities = new ServerCapabilities { Tools = new ToolsCapability { ListChanged = true } },
    Handlers = new McpServerHandlers
    {
        ListToolsHandler = (_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools()] }),
        CallToolHandler = async (request, cancel) => await CallAsync(request, cancel),
    },
};
await using var transport = new StdioServerTransport("test");
await using var server = McpServer.Create(transport, options);
await server.RunAsync();
return 0;

IEnumerable<Tool> Tools()
{
    var names = (string[])["echo", "crash", "hang", "line", "flood", "large", "image", "child", "environment", "gain", "fail"];
    return names.Concat(gained ? ["gained"] : []).Concat(Enumerable.Range(0, extra).Select(x => $"extra{x}")).Select(x => new Tool
    {
        Name = x,
        Description = $"Tests {x}.",
        InputSchema = JsonElement.Parse(x == "echo"
            ? """{ "type": "object", "properties": { "text": { "type": "string", "maxLength": 20 } }, "required": ["text"], "additionalProperties": false }"""
            : """{ "type": "object" }"""),
        Annotations = new ToolAnnotations { ReadOnlyHint = x == "echo" },
    });
}

async Task<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancel)
{
    switch (request.Params!.Name)
    {
        case "crash":
            Environment.Exit(3);
            break;
        case "hang":
            // It answers nothing any more, whatever it is asked or told.
            Process.Start("kill", ["-STOP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            await new TaskCompletionSource().Task;
            break;
        case "line":
            await WriteAsync(new string('x', 1024 * 1024), 1_000_000, ends: false);
            break;
        case "flood":
            await WriteAsync("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}""", 1_000_000, ends: true);
            break;
        case "large":
            return Text(new string('x', 500_000));
        case "image":
            return new CallToolResult { Content = [ImageContentBlock.FromBytes(new byte[100], "image/png"), new TextContentBlock { Text = "seen" }] };
        case "child":
            return Text(Process.Start("sleep", "600")!.Id.ToString(CultureInfo.InvariantCulture));
        case "environment":
            return Text(string.Join(",", Environment.GetEnvironmentVariables().Keys.Cast<string>().Order()));
        case "gain":
            gained = true;
            await request.Server.SendNotificationAsync(NotificationMethods.ToolListChangedNotification, cancel);
            return Text("more now");
        case "fail":
            return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "out of order" }] };
    }

    return Text(request.Params.Arguments?.TryGetValue("text", out var text) == true ? text.GetString()! : "done");
}

static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

// As a program that pays no heed to whoever reads.
static async Task WriteAsync(string text, int times, bool ends)
{
    await using var output = Console.OpenStandardOutput();
    var bytes = System.Text.Encoding.UTF8.GetBytes(ends ? $"{text}\n" : text);
    for (var time = 0; time < times; time++)
    {
        await output.WriteAsync(bytes);
    }
}
