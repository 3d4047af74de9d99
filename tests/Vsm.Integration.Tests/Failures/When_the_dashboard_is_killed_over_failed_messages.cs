using System.Diagnostics;
using System.Globalization;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Failures;

public sealed class When_the_dashboard_is_killed_over_failed_messages
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 400).Select(x => x.ToString(CultureInfo.InvariantCulture))];

    [Test]
    public async Task Each_is_stored_once_and_leaves_the_broker()
    {
        await using var cluster = await FailureCluster.StartAsync();
        for (var round = 0; round < 4; round++)
        {
            var stored = await cluster.CountAsync("Failed");
            await cluster.SendAsync(Texts[(round * 100)..((round + 1) * 100)]);
            await Eventually.ReadAsync("some stored", () => cluster.CountAsync("Failed"), x => x > stored);
            await cluster.KillDashboardAsync();
        }

        await cluster.WaitForAsync("Failed", Texts.Length);
        await Eventually.ReadAsync("nothing on the broker", cluster.OnBrokerAsync, x => x.All(count => count == 0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await cluster.CountAsync("Failed", "failures <> 1"), Is.Zero, "what was delivered again was told from another failure");
            Assert.That(await cluster.Database.ScalarAsync<long>("select count(*) from dashboard.failed_message_contents"), Is.EqualTo(Texts.Length));
        }
    }

    [Test]
    public async Task Each_that_is_retried_is_done_and_resolved()
    {
        await using var cluster = await FailureCluster.StartAsync(("Vsm:Failures:RetriesPerSecond", "100"));
        await cluster.SendAsync(Texts);
        await cluster.WaitForAsync("Failed", Texts.Length);
        cluster.Cause.Reason = null;

        await cluster.RetryAllAsync();
        for (var kills = 0; kills < 3; kills++)
        {
            var done = cluster.Cause.Done.Count;
            await Eventually.ReadAsync("some sent", () => Task.FromResult(cluster.Cause.Done.Count), x => x > done || x >= Texts.Length);
            await cluster.KillDashboardAsync();
        }

        await cluster.WaitForAsync("Resolved", Texts.Length);
        var byText = cluster.Cause.Done.ToLookup(x => x.Text, x => x.MessageId);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(byText.Select(x => x.Key), Is.EquivalentTo(Texts));
            Assert.That(byText.Select(x => x.Distinct().Count()), Is.All.EqualTo(1), "what was sent twice has one id");
            Assert.That(await cluster.OnBrokerAsync(), Is.All.Zero);
        }

        await TestContext.Out.WriteLineAsync($"{cluster.Cause.Done.Count - Texts.Length} of {Texts.Length} were sent twice");
    }

    [Test]
    public async Task A_thousand_retried_twice_at_once_while_the_cause_persists_are_each_in_one_place()
    {
        const int count = 1000;
        // What the broker takes late is sent again; nothing is killed here that a claim would have to outlast.
        await using var cluster = await FailureCluster.StartAsync(("Vsm:Failures:RetriesPerSecond", "100"), ("Vsm:Dashboard:SendTimeout", "00:01:00"));
        await cluster.SendAsync(Enumerable.Range(0, count).Select(x => x.ToString(CultureInfo.InvariantCulture)));
        await cluster.WaitForAsync("Failed", count);

        var start = Stopwatch.GetTimestamp();
        var taken = await Task.WhenAll(cluster.RetryAllAsync(), cluster.RetryAllAsync());
        await cluster.WaitForAsync("Failed", count, "failed_retries = 1");
        var took = Stopwatch.GetElapsedTime(start);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken.Sum(x => x.Count), Is.EqualTo(count), "each was taken up by one of both");
            Assert.That(await cluster.CountAsync("Failed", "failures = 2 and retries = 1"), Is.EqualTo(count));
            Assert.That(await cluster.OnBrokerAsync(), Is.All.Zero);
            Assert.That(took, Is.GreaterThan(TimeSpan.FromSeconds(9)), "100 a second, no more");
        }

        await TestContext.Out.WriteLineAsync($"{count} retried in vain within {took.TotalSeconds:0.0} s");
    }
}
