using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_services_are_restarted_in_turn : ServicesTest
{
    private const string Vsm = "rolling";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    [Test]
    public async Task Two_of_each_do_every_task_once()
    {
        var (exitCode, _, output) = await RunAsync("sales-report", Vsm);
        Assert.That(exitCode, Is.Zero, output);
        var answers = await Broker.DeclareAsync($"client-{Guid.NewGuid():n}");
        var second = new Dictionary<string, ServiceProcess>();
        try
        {
            foreach (var service in Cluster.Services)
            {
                second[service] = await Cluster.StartReplicaAsync(service);
            }

            using var restarted = new CancellationTokenSource();
            var feeding = FeedAsync(answers, restarted.Token);
            foreach (var service in Cluster.Services)
            {
                Assert.That(await Cluster[service].StopAsync(Limit), Is.Zero, service);
                await Cluster.StartServiceAsync(service);
                Assert.That(await second[service].StopAsync(Limit), Is.Zero, service);
                second[service] = await Cluster.StartReplicaAsync(service);
            }

            await restarted.CancelAsync();
            await ExpectOnceAsync(await feeding, answers);
        }
        finally
        {
            foreach (var process in second.Values)
            {
                await ProcessReport.WriteAsync(process);
                await process.StopAsync(Limit);
                await process.DisposeAsync();
            }
        }
    }

    /// <summary>Hands tasks in as long as services are restarted.</summary>
    private static async Task<IReadOnlyList<Guid>> FeedAsync(string answers, CancellationToken restarted)
    {
        var ids = new List<Guid>();
        using var timer = new PeriodicTimer(Pause);
        while (!restarted.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var task = Envelope.SalesReport(Guid.NewGuid(), Vsm);
            task["replyTo"] = $"queue:{answers}";
            await Broker.PublishAsync("vsm.s3.intake", JsonSerializer.Serialize(task), "application/json");
            ids.Add((Guid)task["taskId"]);
        }

        return ids;
    }

    private static async Task ExpectOnceAsync(IReadOnlyList<Guid> ids, string answers)
    {
        await Eventually.ReadAsync("answers", () => Broker.CountAsync(answers), x => x >= ids.Count, TimeSpan.FromMinutes(2));
        foreach (var id in ids)
        {
            var task = await Cluster.TaskInAsync("Approved", id, Vsm);
            Assert.That(task.Attempts, Is.EqualTo(1), $"{id}: nothing was done twice");
        }

        await Eventually.ReadAsync("approvals in the journal", () => CountAsync("count(*)"), x => x > ids.Count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Has.Count.GreaterThan(50));
            Assert.That(await AnswersAsync(answers, ids.Count), Is.EqualTo(ids.Count), "one answer each");
            Assert.That(await CountAsync("count(*)"), Is.EqualTo(ids.Count + 1), "and the sample's");
            Assert.That(await CountAsync("count(distinct task_id)"), Is.EqualTo(ids.Count + 1));
            Assert.That((await Cluster.GetAsync<AuditView>($"audit?vsm={Vsm}")).Intact);
            Assert.That(await Broker.TroubleAsync(), Is.Empty);
        }
    }

    /// <summary>A broker that takes an answer and says that it did not is given it again: the same message, which whoever gets it knows by its id.</summary>
    private static async Task<int> AnswersAsync(string queue, int expected)
    {
        if (!Testing.Failures.AreWanted)
        {
            return (int)(await Broker.CountAsync(queue) ?? 0);
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        return await Eventually.ReadAsync(
            "an answer each",
            async () =>
            {
                ids.UnionWith(await Broker.TakeIdsAsync(queue));
                return ids.Count;
            },
            x => x >= expected);
    }

    private static Task<long> CountAsync(string what) => Cluster.Database.ScalarAsync<long>(
        $"select {what} from dashboard.journal_entries where vsm = '{Vsm}' and kind = 'task.approved'");
}
