using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>An agent with a scripted model and tools, whose files lie in a folder of the test.</summary>
internal sealed class ToolBench : IAsyncDisposable
{
    private readonly MeterListener _meters = new();

    private ToolBench(ChatServer server, OperationsBench bench, TemporaryFolder place) => (Server, Bench, Place) = (server, bench, place);

    public ChatServer Server { get; }

    public OperationsBench Bench { get; }

    /// <summary>The operator's folder; the agent's is <c>desk</c> in it.</summary>
    public TemporaryFolder Place { get; }

    /// <summary>Refused calls, as they were counted: tool and level.</summary>
    public ConcurrentQueue<string> Refused { get; } = [];

    public static Task<ToolBench> StartAsync(params (string, string)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<ToolBench> StartAsync(Action<WebApplicationBuilder> change, params (string, string)[] settings)
    {
        var (server, place) = (await ChatServer.StartAsync(), new TemporaryFolder());
        Directory.CreateDirectory(place.File("desk"));
        var bench = await OperationsBench.StartAsync(change,
        [
            ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
            ("Vsm:Ai:CallLimit", "00:01:00"), ("Vsm:Ai:Prices:0:Model", "test/small"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"),
            ("Vsm:Tools:FileRoot", place.Path), .. settings,
        ]);
        var tools = new ToolBench(server, bench, place);
        var own = bench.Services.GetService(typeof(IMeterFactory));
        tools._meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "vsm.permission.denied" && instrument.Meter.Scope == own)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        tools._meters.SetMeasurementEventCallback<long>((_, _, tags, _) => tools.Refused.Enqueue(string.Join(' ', tags.ToArray().Select(x => x.Value))));
        tools._meters.Start();
        return tools;
    }

    public static AgentConfiguration Clerk(params (string Tool, string Level)[] permissions) => Agents.Of(1) with
    {
        Name = "clerk",
        Kind = "llm",
        Model = "test/small",
        Permissions = permissions.ToDictionary(x => x.Tool, x => x.Level),
        Tools = new ToolSettings { FileRoot = "desk", WebHosts = ["example.org"] },
    };

    /// <summary>Has the model say these, one after another, while a clerk with the permissions does a task.</summary>
    public async Task<T> DoAsync<T>(AgentConfiguration clerk, params ChatReply[] replies)
        where T : class
    {
        Server.Says(replies);
        await Bench.ConfigureAsync(clerk);
        var task = Agents.Task(clerk, "Do it.");
        return await Bench.DoAsync<T>(clerk, task, x => x switch
        {
            TaskResultMessage result => result.TaskId,
            TaskExecutionFailed failure => failure.TaskId,
            CapabilityGapMessage gap => gap.TaskId,
            _ => Guid.Empty,
        });
    }

    public static ChatReply Calls(string tool, string arguments) => ChatReply.Calls(("call_1", tool, arguments));

    public static ChatReply Files(string arguments) => Calls("file_system_tool", arguments);

    public async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await Bench.DisposeAsync();
        await Server.DisposeAsync();
        Place.Dispose();
    }
}
