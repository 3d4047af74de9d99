using Vsm.Persistence;
using Vsm.S5.Policy.Data;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_two_want_to_change_the_same
{
    [Test]
    public async Task The_second_waits_for_the_first()
    {
        using var turns = new Turns<PolicyDbContext>();
        var first = await turns.TakeAsync("root", CancellationToken.None);

        var second = turns.TakeAsync("root", CancellationToken.None);

        Assert.That(second.IsCompleted, Is.False);
        first.Dispose();
        (await second).Dispose();
    }

    [Test]
    public async Task Who_gives_up_waiting_takes_nobodys_turn()
    {
        using var turns = new Turns<PolicyDbContext>();
        using var cancel = new CancellationTokenSource();
        var first = await turns.TakeAsync("root", CancellationToken.None);
        var second = turns.TakeAsync("root", cancel.Token);

        await cancel.CancelAsync();

        Assert.That(async () => await second, Throws.InstanceOf<OperationCanceledException>());
        first.Dispose();
        (await turns.TakeAsync("root", CancellationToken.None)).Dispose();
    }
}
