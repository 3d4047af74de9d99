using System.Net.Http.Json;
using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Ours;
using Vsm.Benchmarks.Servers;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Benchmarks.Sessions;

/// <summary>What conversations hold in memory while nobody says anything, each after a turn of half a KiB in and out.</summary>
internal static class SessionsBenchmark
{
    private const int WarmUp = 2_000;
    private const int InFlight = 32;
    private static readonly string Text = string.Join(' ', Enumerable.Repeat("lamp", 102));

    public static async Task<SessionsResult> RunAsync(int sessions, bool inMemory, Progress progress, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        await using var models = await ChatServer.StartAsync();
        models.Otherwise = _ => ChatReply.Text(Text, (1_000, 150));
        var settings = new Dictionary<string, string>
        {
            ["Vsm:Ai:Providers:test:BaseUrl"] = models.Address.ToString(), ["Vsm:Ai:Providers:test:Key"] = ChatServer.Key,
            ["Vsm:Ai:Prices:0:Model"] = "test/small", ["Vsm:Ai:Prices:0:Input"] = "2", ["Vsm:Ai:Prices:0:Output"] = "10",
        };
        progress.Say("Starting servers and services");
        if (inMemory)
        {
            await using var one = await Team.StartInOneAsync(Organisation, settings);
            return await MeasureAsync(one, "memory");
        }

        await using var servers = await BenchmarkServers.StartAsync(statistics: false, cancel);
        await using var database = await PrivateDatabase.CreateAsync(servers.PostgreSql);
        await using var team = await Team.StartAsync(servers, database.ConnectionString, Organisation, null, settings);
        return await MeasureAsync(team, "PostgreSQL");

        async Task<SessionsResult> MeasureAsync(Team target, string store)
        {
            progress.Say($"Warming up with {WarmUp} turns of one user after another");
            await BeginAsync(target, "warm", WarmUp, cancel);
            var before = await SettleAsync(target);
            progress.Say($"Beginning {sessions} conversations");
            var speed = await BeginAsync(target, "user", sessions, cancel);
            progress.Say("All lie idle; collecting garbage");
            var with = await SettleAsync(target);
            var ours = with.Sum(x => x.Value - before[x.Key]);
            return new SessionsResult
            {
                Machine = machine,
                Sessions = sessions,
                Store = store,
                MemoryMbBefore = before,
                MemoryMbWith = with,
                OursMb = Math.Round(ours, 1),
                OursMbPer10000 = Math.Round(ours * 10_000 / sessions, 1),
                TurnsPerSecond = Math.Round(speed, 1),
            };
        }
    }

    private static OrganisationRequest Organisation => new()
    {
        Name = "benchmark",
        Purpose = "Show what conversations cost while nobody says anything.",
        Systems = [new SystemSpecification { Name = "desk", Kind = "llm", Model = "test/small", Prompt = new AgentPrompt { Identity = "You are at the desk of a shop." } }],
    };

    private static Task<double> BeginAsync(Team team, string name, int count, CancellationToken cancel)
    {
        var next = 0;
        return ClosedLoop.RunAsync(count, InFlight, async () =>
        {
            using var answer = await team.Http.PostAsJsonAsync($"sessions/desk/{name}-{Interlocked.Increment(ref next)}/turns", new TurnRequest { ChatMessage = Text }, Team.Json, cancel);
            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"A turn was refused: {await answer.Content.ReadAsStringAsync(cancel)}\n{team.Trouble()}");
            }
        }, cancel);
    }

    private static async Task<IReadOnlyDictionary<string, double>> SettleAsync(Team team)
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Task.WhenAll(team.Processes.Values.Select(GarbageCollection.InduceAsync));
        }

        return ProcessTree.Read(team.Processes).ToDictionary(x => x.Key, x => Math.Round(x.Value.MemoryBytes / (1024d * 1024), 1));
    }
}
