using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Tools.Mcp;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>An agent with a scripted model and the test's own MCP server, <c>odd</c>.</summary>
internal sealed class McpBench(ToolBench tools) : IAsyncDisposable
{
    public ToolBench Tools => tools;

    public McpSessions Sessions => tools.Bench.Services.GetRequiredService<McpSessions>();

    public static async Task<McpBench> StartAsync(params (string, string)[] settings) => new(await ToolBench.StartAsync(
    [
        .. new Dictionary<string, string>(settings.Select(x => KeyValuePair.Create(x.Item1, x.Item2)).Concat(Defaults).DistinctBy(x => x.Key)).Select(x => (x.Key, x.Value)),
    ]));

    private static Dictionary<string, string> Defaults => new()
    {
        ["Vsm:Mcp:Commands:odd:Path"] = Environment.ProcessPath!,
        ["Vsm:Mcp:Commands:odd:Arguments:0"] = Programs.PathOf("Vsm.McpServer"),
        ["Vsm:Mcp:Commands:odd:TakesArguments"] = "true",
        ["Vsm:Mcp:Commands:odd:Environment:OF_THE_OPERATOR"] = "1",
        ["Vsm:Mcp:Commands:odd:Variables:0"] = "OF_THE_TEAM",
        ["Vsm:Mcp:RestartPause"] = "00:00:00",
        ["Vsm:Mcp:LookInterval"] = "00:00:00.1",
    };

    public static AgentConfiguration Agent(string level = "write", params string[] arguments) => ToolBench.Clerk(("odd__*", level)) with
    {
        Kind = "mcp",
        Tools = new ToolSettings
        {
            McpServers = [new McpServerSettings { Name = "odd", Command = "odd", Arguments = arguments, Environment = new Dictionary<string, string> { ["OF_THE_TEAM"] = "2" } }],
        },
    };

    /// <summary>Has the model call these tools of the server, one after another, and answer.</summary>
    public async Task<TaskResultMessage> CallAsync(AgentConfiguration agent, params (string Tool, string Arguments)[] calls) =>
        await tools.DoAsync<TaskResultMessage>(agent, [.. calls.Select(x => ToolBench.Calls($"odd__{x.Tool}", x.Arguments)), ChatReply.Text("Done.")]);

    public static (ToolCallOutcome, string?) Of(TaskResultMessage result, string tool) =>
        result.ToolCalls.Where(x => x.Tool == $"odd__{tool}").Select(x => (x.Outcome, x.Result)).Last();

    public static bool Lives(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !File.Exists($"/proc/{process}/stat") || File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0] != 'Z';
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);

    public ValueTask DisposeAsync() => tools.DisposeAsync();
}
