using System.Diagnostics;
using System.Security.Cryptography;
using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Ours;
using Vsm.Benchmarks.Servers;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Testing;

namespace Vsm.Benchmarks.Idle;

/// <summary>What tasks hold in memory while an agent with a long queue keeps them waiting.</summary>
internal static class IdleBenchmark
{
    private const int WarmUpTasks = 1000;
    private const int InFlight = 64;

    public static async Task<IdleResult> RunAsync(int tasks, Progress progress, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        progress.Say("Starting servers and services");
        using var folder = new TemporaryFolder();
        await using var servers = await BenchmarkServers.StartAsync(statistics: false, cancel);
        await using var database = await PrivateDatabase.CreateAsync(servers.PostgreSql);
        await using var team = await Team.StartAsync(servers, database.ConnectionString, TestOrganisation.WithStuckAgent(InFlight), folder.Path);
        await using var requestor = await Requestor.ConnectAsync(servers.RabbitMq);

        progress.Say($"Warming up with {WarmUpTasks} tasks");
        await ClosedLoop.RunAsync(WarmUpTasks, InFlight, requestor.RunOneAsync, cancel);
        var readModel = new ReadModel(team);
        await readModel.CatchUpAsync(requestor.TakeHandedIn(), TaskStates.IsFinal, cancel);
        var before = await SettleAsync(servers, team);

        progress.Say($"Handing in {tasks} tasks that wait");
        var file = NeverWritten(folder);
        await ClosedLoop.RunAsync(tasks, InFlight, () => requestor.HandInStuckAsync(file), cancel);
        await readModel.CatchUpAsync(requestor.TakeHandedIn(), x => x == "Executing", cancel);
        var executing = await Eventually.ReadAsync("all tasks in Executing", () => CountAsync(team), x => x >= tasks, TimeSpan.FromMinutes(1));
        progress.Say("All wait; collecting garbage");
        var with = await SettleAsync(servers, team);
        var ours = team.Processes.Keys.Sum(x => with[x] - before[x]);
        return new IdleResult
        {
            Machine = machine,
            Tasks = tasks,
            Executing = executing,
            MemoryMbBefore = before,
            MemoryMbWith = with,
            OursMb = Math.Round(ours, 1),
            OursMbPer10000 = Math.Round(ours * 10_000 / tasks, 1),
            ServersMb = Math.Round(servers.Processes.Keys.Sum(x => with[x] - before[x]), 1),
        };
    }

    // A pipe without a writer: opening it waits. One task waits there, the others in the agent's queue.
    private static ContentReference NeverWritten(TemporaryFolder folder)
    {
        var path = folder.File("never-written.txt");
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return new ContentReference { Uri = new Uri(new Uri(path).AbsoluteUri), Length = 1, Sha256 = Convert.ToHexStringLower(SHA256.HashData([])), Name = "never-written.txt" };
    }

    private static async Task<int> CountAsync(Team team)
    {
        const int limit = 500;
        var count = 0;
        string? after = null;
        do
        {
            var page = await team.GetAsync<Page<TaskView>>($"tasks?state=Executing&limit={limit}" + (after is null ? "" : $"&after={after}"));
            count += page.Items.Count;
            after = page.Next;
        }
        while (after is not null);
        return count;
    }

    private static async Task<IReadOnlyDictionary<string, double>> SettleAsync(BenchmarkServers servers, Team team)
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await Task.WhenAll(team.Processes.Values.Select(GarbageCollection.InduceAsync));
        }

        return ProcessTree.Read(team.Processes.Concat(servers.Processes).ToDictionary())
            .ToDictionary(x => x.Key, x => Math.Round(x.Value.MemoryBytes / (1024d * 1024), 1));
    }
}
