using System.Text;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.Unit.Tests.Operations.Functions;

/// <summary>Makes agents of functions and runs them on files given as text.</summary>
internal static class Agents
{
    public static FunctionPipeline Pipeline { get; } = new(FunctionCatalogue.BuiltIn, TimeProvider.System);

    public static FunctionStep Step(string function, params (string Name, string Value)[] parameters) =>
        new() { Function = function, Parameters = parameters.ToDictionary(x => x.Name, x => x.Value) };

    public static AgentConfiguration Of(params FunctionStep[] steps) => new()
    {
        AgentId = Guid.Empty,
        Number = 1,
        Name = "worker",
        Kind = "function",
        Version = 1,
        Steps = steps,
    };

    public static AgentConfiguration With(this AgentConfiguration agent, params (string Name, string Value)[] parameters) =>
        agent with { Parameters = agent.Parameters.Concat(parameters.ToDictionary(x => x.Name, x => x.Value)).ToDictionary() };

    public static AssignTaskMessage Task(string content = "do it", params string[] files) => new()
    {
        TaskId = Guid.Empty,
        Content = content,
        References = [.. files.Select(x => new ContentReference { Uri = new Uri($"store:/{x}"), Length = 0, Sha256 = "", Name = x })],
    };

    public static PipelineRun Prepare(AgentConfiguration agent, AssignTaskMessage task, params (string Name, string Content)[] files)
    {
        var contents = files.ToDictionary(x => x.Name, x => Encoding.UTF8.GetBytes(x.Content));
        return Pipeline.Prepare(agent, task, (x, _) => ValueTask.FromResult<Stream>(new MemoryStream(contents[x.Name!], writable: false)));
    }

    /// <summary>Runs an agent on one file.</summary>
    public static Task<string> RunAsync(this AgentConfiguration agent, string file, string content) =>
        Prepare(agent, Task(files: file), (file, content)).ExecuteAsync(TestContext.CurrentContext.CancellationToken);

    public static string Lines(params string[] lines) => string.Concat(lines.Select(x => x + "\n"));
}
