using System.Diagnostics;

namespace Vsm.Integration.Tests.Settings;

public sealed class When_a_setting_is_changed
{
    private const string Price = "price:openai/gpt-4o-mini";
    private const string Limit = "limits.cost_per_task";
    private const string Message = "Vsm.Contracts.Policy:SettingsInForce";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Every_replica_goes_by_it_within_five_seconds_also_one_that_lost_the_message()
    {
        await using var replicas = await TwoReplicas.StartAsync();
        Assert.That((await replicas.DoAsync()).Select(x => (x.Cost, x.CostLimit)), Has.All.EqualTo((0.0021m, 0.10m)), "1,000 tokens in and 100 out at 2 and 1 USD");

        await replicas.SetAsync(Price, "input=4 output=2");
        await replicas.SetAsync(Limit, "0.25");
        await ExpectSoonAsync("said to both", replicas, 0.0042m, 0.25m);

        var (queue, loser) = await replicas.QueueOfOneAsync();
        await using var channel = await replicas.Broker.OpenAsync();
        await channel.ExchangeUnbindAsync(queue, Message, "");
        await replicas.SetAsync(Price, "input=8 output=4");
        await replicas.SetAsync(Limit, "0.50");
        var apart = (await replicas.DoAsync()).ToLookup(x => x.Output!.StartsWith(replicas.NameOf(loser), StringComparison.Ordinal));
        Assert.That(apart[true].Select(x => x.Cost), Has.All.EqualTo(0.0042m), "the message is lost to this one");

        await channel.ExchangeBindAsync(queue, Message, "");
        await ExpectSoonAsync("lost to one", replicas, 0.0084m, 0.50m);
    }

    /// <summary>What is handed in five seconds after now goes by the new values, whoever accepts and does it.</summary>
    private static async Task ExpectSoonAsync(string what, TwoReplicas replicas, decimal cost, decimal limit)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var at = watch.Elapsed;
            var done = await replicas.DoAsync();
            if (done.All(x => x.Cost == cost && x.CostLimit == limit))
            {
                await TestContext.Out.WriteLineAsync($"{what}: in effect for what was handed in after {at.TotalSeconds:0.0} s");
                return;
            }

            Assert.That(at, Is.LessThan(Within), $"{what}: {string.Join(", ", done.Select(x => $"{x.Output} {x.Cost} of {x.CostLimit}").Distinct())}");
        }
    }
}
