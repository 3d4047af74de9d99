using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Vsm.Chaos.Bus;
using Vsm.Chaos.Planning;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Scenarios;

internal static class BrokerScenarios
{
    private const int Flood = 3_000;
    private const long MostMemory = 512L * 1024 * 1024;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(45);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new() { Id = "F09", Title = "broker: kill -9 and start again", Act = (scene, cancel) => ServerFaultsAsync(scene, cancel, FaultKind.KillBroker, FaultKind.KillBroker) },
        new()
        {
            Id = "F10", Title = "broker: application stopped for a while", Act = StopApplicationAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(70) },
            Note = "45 s instead of 10 min",
        },
        new()
        {
            Id = "F11", Title = "broker: memory alarm, then disk alarm", Act = AlarmsAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(80) },
            Note = "20 s each instead of 5 min",
        },
        new()
        {
            Id = "F12", Title = "poison", Act = (_, _) => Task.CompletedTask, Options = x => x with { Disturbance = new Disturbance(0, 0, 0.5) },
            Note = "a malformed message for every second task; a message that kills its process is not shown",
        },
        new()
        {
            Id = "F13", Title = "queue deleted under load", Act = DeleteQueueAsync,
            Options = x => x with { Duration = TimeSpan.FromSeconds(60), Patience = TimeSpan.FromSeconds(90), Settings = new Dictionary<string, string> { ["Vsm:Tasks:ExecutionLimit"] = "00:00:20" } },
            Note = "an agent's queue, deleted twice with a time limit of 20 s; other arguments are in Vsm.Resilience.Tests",
        },
        Scenario.NotShown("F14", "publish to an exchange that nobody bound", "the topology is whole before the harness sends; needs an order of deployments"),
        new() { Id = "F15", Title = "oversize body", Act = OversizeAsync, Note = "over HTTP: 300 KiB and 20 MiB" },
        Scenario.NotShown("F16", "oversize headers and exception texts", "needs a handler that sends them, which no service has; it belongs to the tests of the limits of messages"),
        new()
        {
            Id = "F17", Title = "permission revoked and given back", Act = PermissionsAsync, Options = x => x with { Duration = TimeSpan.FromSeconds(60) },
            Note = "credentials are not rotated: the services take them at start",
        },
        new() { Id = "F18", Title = "out-of-order delivery", Act = (_, _) => Task.CompletedTask, Options = x => x with { Disturbance = new Disturbance(0, 0.5, 0) } },
        new()
        {
            Id = "F19", Title = "every message twice, some of them much later", Act = (_, _) => Task.CompletedTask, Options = x => x with { Disturbance = new Disturbance(1, 0, 0) },
            Note = "copies come up to 15 s later, not 30 days",
        },
        new()
        {
            Id = "F20", Title = "flood", Act = FloodAsync, Options = x => x with { Tasks = Flood, Duration = TimeSpan.FromSeconds(1), Disturbance = Disturbance.None, Patience = TimeSpan.FromSeconds(120) },
            Note = $"{Flood} tasks at once instead of 100,000 messages; memory of every service",
        },
    ];

    internal static async Task ServerFaultsAsync(ChaosScene scene, CancellationToken cancel, params FaultKind[] kinds)
    {
        foreach (var kind in kinds)
        {
            await Pause.ForAsync(5, cancel);
            await scene.Faults.DoAsync(new Fault(TimeSpan.Zero, kind, 0), cancel);
        }
    }

    private static async Task StopApplicationAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(5, cancel);
        await scene.Team.Broker.RabbitmqctlAsync("stop_app");
        await Pause.ForAsync(Outage, cancel);
        await Expectations.NobodyRestartedAsync(scene);
        await scene.Team.Broker.RabbitmqctlAsync("start_app");
    }

    private static async Task AlarmsAsync(ChaosScene scene, CancellationToken cancel)
    {
        foreach (var (set, lift) in (IReadOnlyList<(string[], string[])>)
            [(["set_vm_memory_high_watermark", "absolute", "1MB"], ["set_vm_memory_high_watermark", "0.4"]), (["set_disk_free_limit", "100000GB"], ["set_disk_free_limit", "50MB"])])
        {
            await Pause.ForAsync(5, cancel);
            await scene.Team.Broker.RabbitmqctlAsync(set);
            await Pause.ForAsync(20, cancel);
            await Expectations.LiveAnswersAsync(scene);
            await scene.Team.Broker.RabbitmqctlAsync(lift);
        }

        await Expectations.NobodyRestartedAsync(scene);
    }

    private static async Task DeleteQueueAsync(ChaosScene scene, CancellationToken cancel)
    {
        for (var i = 0; i < 2; i++)
        {
            await Pause.ForAsync(8, cancel);
            await scene.Team.Broker.RabbitmqctlAsync("delete_queue", ServiceQueues.Agents[0]);
        }
    }

    private static async Task OversizeAsync(ChaosScene scene, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = scene.Team.Of(Programme.Dashboard)[0].Address };
        foreach (var size in (int[])[300 * 1024, 20 * 1024 * 1024])
        {
            // Asked first: a server that refuses closes the connection, and to whoever still writes its answer is lost.
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/tasks?vsm={Organisation.Vsm}") { Headers = { ExpectContinue = true } };
            request.Content = new StringContent(JsonSerializer.Serialize(new { content = new string('x', size) }), Encoding.UTF8, MediaTypeNames.Application.Json);
            using var response = await http.SendAsync(request, cancel);
            await scene.Findings.ExpectAsync(response.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{size / 1024} KiB are refused with 413 (it was {(int)response.StatusCode})");
        }
    }

    private static async Task PermissionsAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(5, cancel);
        await scene.Team.Broker.RabbitmqctlAsync("set_permissions", "guest", "^$", "^$", ".*");
        await Pause.ForAsync(15, cancel);
        await scene.Team.Broker.RabbitmqctlAsync("set_permissions", "guest", ".*", ".*", ".*");
    }

    private static async Task FloodAsync(ChaosScene scene, CancellationToken cancel)
    {
        await Pause.ForAsync(10, cancel);
        await Expectations.LiveAnswersAsync(scene);
        foreach (var service in scene.Team.All)
        {
            var memory = Expectations.MemoryOf(service.Process.Pid);
            await scene.Findings.ExpectAsync(memory < MostMemory, $"{service.Name} takes less than 512 MB (it was {memory >> 20} MB)");
        }
    }
}
