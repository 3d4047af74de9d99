using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Operations;
using Vsm.Persistence.Retention;
using Vsm.S1.Operations.Data;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

public sealed class When_conversations_lie_idle
{
    [Test]
    public async Task They_go_with_all_that_was_said_after_their_time_and_others_stay()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Noted.");
        await bench.SayAsync("Hello");
        await bench.SayAsync("Hello", "bob");
        bench.Change(db => db.Sessions.Single(x => x.UserName == "ada").LastAt = DateTimeOffset.UtcNow.AddDays(-31));

        var removed = await RemoveAsync(bench, new RetentionOptions());

        Assert.That(removed, Is.EqualTo(2), "the conversation, and its reply");
        Assert.That((await bench.ListAsync(new ListSessions { Limit = 10 })).Sessions.Select(x => x.User), Is.EqualTo(["bob"]));
        bench.Change(db => Assert.That(db.Turns.Count(), Is.EqualTo(1)));
    }

    [Test]
    public async Task Kept_for_ever_none_goes()
    {
        await using var bench = await SessionBench.StartAsync();
        bench.Server.Otherwise = _ => ChatReply.Text("Noted.");
        await bench.SayAsync("Hello");
        bench.Change(db => db.Sessions.Single().LastAt = DateTimeOffset.UnixEpoch);

        Assert.That(await RemoveAsync(bench, new RetentionOptions { IdleSessions = null }), Is.Zero);
    }

    private static async Task<int> RemoveAsync(SessionBench bench, RetentionOptions options)
    {
        var contexts = bench.Bench.Services.GetRequiredService<IDbContextFactory<OperationsDbContext>>();
        var removed = 0;
        foreach (var rule in OperationsRetention.Rules(options).Where(x => x.Keep is not null))
        {
            await foreach (var count in rule.RemoveAsync(contexts, DateTimeOffset.UtcNow - rule.Keep!.Value, CancellationToken.None))
            {
                removed += count;
            }
        }

        return removed;
    }
}
