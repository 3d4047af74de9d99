using System.Diagnostics;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>The servers that the makers of the protocol show it with, installed by npm for the time of the test.</summary>
[Platform("Linux")]
public sealed class When_MCP_servers_of_others_are_used
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Names = ["everything", "filesystem", "memory"];
    private static readonly TemporaryFolder Folder = new();

    [OneTimeSetUp]
    public static async Task InstallAsync()
    {
        if (Find("node") is null || Find("npm") is not { } npm)
        {
            Assert.Ignore("There is no node or no npm on the path.");
            return;
        }

        var start = new ProcessStartInfo(npm, ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", .. Names.Select(x => $"@modelcontextprotocol/server-{x}")])
        {
            WorkingDirectory = Folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var install = Process.Start(start)!;
        var errors = install.StandardError.ReadToEndAsync();
        _ = install.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await install.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            install.Kill(entireProcessTree: true);
            Assert.Ignore($"npm did not install the servers within {Patience.TotalSeconds} s.");
        }

        if (install.ExitCode != 0)
        {
            Assert.Ignore($"npm cannot install the servers: {await errors}");
        }
    }

    [OneTimeTearDown]
    public static void Remove() => Folder.Dispose();

    [Test]
    public async Task The_one_with_everything_adds_and_shows_no_pictures()
    {
        await using var tools = await StartAsync("everything");

        var result = await tools.DoAsync<TaskResultMessage>(
            Agent("everything", "write"), ToolBench.Calls("everything__get-sum", """{"a":20,"b":22}"""), ToolBench.Calls("everything__get-tiny-image", "{}"),
            ToolBench.Calls("everything__echo", "{}"), ToolBench.Calls("everything__get-env", "{}"), ChatReply.Text("Done."));

        Assert.That(Of(result, "everything__get-sum").Result, Does.Contain("42"));
        Assert.That(Of(result, "everything__get-tiny-image").Result, Does.Contain("[image of the type image/png, "));
        Assert.That(Of(result, "everything__echo").Result, Does.Contain("do not fit its schema"));
        Assert.That(Of(result, "everything__get-env").Result, Does.Not.Contain("HOME"));
    }

    [Test]
    public async Task The_one_for_files_reads_with_read_and_writes_with_write()
    {
        await using var tools = await StartAsync("filesystem", Folder.Path);
        Folder.Write("letter.txt", "The lamp came broken.");
        var agent = Agent("filesystem", "read") with
        {
            Permissions = new Dictionary<string, string> { ["filesystem__*"] = "read", ["filesystem__write_file"] = "write" },
        };
        var written = Folder.File("answer.txt");

        var result = await tools.DoAsync<TaskResultMessage>(
            agent, ToolBench.Calls("filesystem__read_text_file", $$"""{"path":"{{Folder.File("letter.txt")}}"}"""),
            ToolBench.Calls("filesystem__write_file", $$"""{"path":"{{written}}","content":"Sorry."}"""),
            ToolBench.Calls("filesystem__create_directory", $$"""{"path":"{{Folder.File("new")}}"}"""),
            ToolBench.Calls("filesystem__read_text_file", """{"path":"/etc/hostname"}"""), ChatReply.Text("Done."));

        Assert.That(result.ToolCalls.First(x => x.Tool == "filesystem__read_text_file").Result, Is.EqualTo("The lamp came broken."));
        Assert.That(await File.ReadAllTextAsync(written), Is.EqualTo("Sorry."));
        Assert.That(Of(result, "filesystem__create_directory").Outcome, Is.EqualTo(ToolCallOutcome.Refused));
        Assert.That(Of(result, "filesystem__read_text_file").Outcome, Is.EqualTo(ToolCallOutcome.Failed));
    }

    [Test]
    public async Task The_one_that_remembers_is_shared_by_tasks()
    {
        await using var tools = await StartAsync("memory");
        var agent = Agent("memory", "write");
        await tools.DoAsync<TaskResultMessage>(
            agent, ToolBench.Calls("memory__create_entities", """{"entities":[{"name":"lamp","entityType":"thing","observations":["broken"]}]}"""), ChatReply.Text("Done."));

        tools.Server.Says(ToolBench.Calls("memory__read_graph", "{}"), ChatReply.Text("Done."));
        var task = Agents.Task(agent, "What is there?");
        var result = await tools.Bench.DoAsync<TaskResultMessage>(agent, task, x => x.TaskId);

        Assert.That(Of(result, "memory__read_graph").Result, Does.Contain("lamp").And.Contain("broken"));
    }

    [Test]
    public async Task The_one_with_everything_is_reached_over_HTTP_and_again_after_it_was_killed()
    {
        var port = FreePort();
        using var first = await ServeAsync(port);
        await using var tools = await ToolBench.StartAsync(("Vsm:Mcp:Hosts:0:Host", $"127.0.0.1:{port}"), ("Vsm:Mcp:RestartPause", "00:00:00"));
        var agent = Agent("web", "write") with
        {
            Permissions = new Dictionary<string, string> { ["web__*"] = "write", ["escalate_tool"] = "write" },
            Tools = new ToolSettings { McpServers = [new McpServerSettings { Name = "web", Url = $"http://127.0.0.1:{port}/mcp" }] },
        };

        var sum = await tools.DoAsync<TaskResultMessage>(agent, ToolBench.Calls("web__get-sum", """{"a":20,"b":22}"""), ChatReply.Text("Done."));
        await EndAsync(first);
        var gone = await AgainAsync(tools, agent);
        using var second = await ServeAsync(port);
        var again = await AgainAsync(tools, agent);
        await EndAsync(second);

        Assert.That(Of(sum, "web__get-sum").Result, Does.Contain("42"));
        Assert.That(Of(gone, "web__get-sum").Outcome, Is.EqualTo(ToolCallOutcome.Failed));
        Assert.That(Of(again, "web__get-sum").Result, Does.Contain("43"));
    }

    private static async Task<TaskResultMessage> AgainAsync(ToolBench tools, AgentConfiguration agent)
    {
        tools.Server.Says(ToolBench.Calls("web__get-sum", """{"a":20,"b":23}"""), ChatReply.Text("Done."));
        return await tools.Bench.DoAsync<TaskResultMessage>(agent, Agents.Task(agent, "Again."), x => x.TaskId);
    }

    // It listens on all addresses by itself.
    private static async Task<Process> ServeAsync(int port)
    {
        Folder.Write("loopback.cjs", """
            const net = require('node:net');
            const listen = net.Server.prototype.listen;
            net.Server.prototype.listen = function (port, ...rest) {
              this.on('listening', () => process.stderr.write('listens on loopback\n'));
              return listen.call(this, Number(port), '127.0.0.1', ...rest.filter(x => typeof x === 'function'));
            };
            """);
        var start = new ProcessStartInfo(
            Find("node")!, ["--require", Folder.File("loopback.cjs"), Folder.File("node_modules/@modelcontextprotocol/server-everything/dist/index.js"), "streamableHttp"])
        {
            RedirectStandardError = true, RedirectStandardOutput = true, Environment = { ["PORT"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        };
        var server = Process.Start(start)!;
        _ = server.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        while (await server.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains("listens on loopback", StringComparison.Ordinal))
            {
                _ = server.StandardError.ReadToEndAsync();
                return server;
            }
        }

        throw new AssertionException("The server ended before it listened.");
    }

    private static async Task EndAsync(Process server)
    {
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task<ToolBench> StartAsync(string name, params string[] arguments) => ToolBench.StartAsync(
    [
        ($"Vsm:Mcp:Commands:{name}:Path", Find("node")!), ($"Vsm:Mcp:Commands:{name}:Trusted", "true"),
        ($"Vsm:Mcp:Commands:{name}:Environment:MEMORY_FILE_PATH", Folder.File("memory.jsonl")),
        ($"Vsm:Mcp:Commands:{name}:Arguments:0", Folder.File($"node_modules/@modelcontextprotocol/server-{name}/dist/index.js")),
        .. arguments.Select((x, i) => ($"Vsm:Mcp:Commands:{name}:Arguments:{i + 1}", x)),
    ]);

    private static AgentConfiguration Agent(string name, string level) => ToolBench.Clerk(($"{name}__*", level)) with
    {
        Kind = "mcp",
        Tools = new ToolSettings { McpServers = [new McpServerSettings { Name = name, Command = name }] },
    };

    private static ToolCall Of(TaskResultMessage result, string tool) => result.ToolCalls.Last(x => x.Tool == tool);

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(x => Path.Combine(x, program)).FirstOrDefault(File.Exists);
}
