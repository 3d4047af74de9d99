using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Journal;

namespace Vsm.Unit.Tests.Dashboard;

public sealed class When_a_stream_follows_the_journal
{
    private readonly JournalFeed _feed = new();

    [Test]
    public void What_follows_is_given_without_a_gap_or_not_at_all()
    {
        _feed.Add(Records(10, 3));

        Assert.That(_feed.After("root", 9)!.Select(x => x.Sequence), Is.EqualTo([10, 11, 12]));
        Assert.That(_feed.After("root", 11)!.Select(x => x.Sequence), Is.EqualTo([12]));
        Assert.That(_feed.After("root", 12), Is.Empty);
        Assert.That(_feed.After("root", 8), Is.Null);
        Assert.That(_feed.After("other", 0), Is.Null);
    }

    [Test]
    public void Entries_after_those_of_another_replica_start_anew()
    {
        _feed.Add(Records(1, 2));
        _feed.Add(Records(9, 1));

        Assert.That(_feed.After("root", 0), Is.Null);
        Assert.That(_feed.After("root", 8), Has.Count.EqualTo(1));
    }

    [Test]
    public void Only_the_latest_are_kept()
    {
        _feed.Add(Records(1, JournalFeed.Kept + 5));

        Assert.That(_feed.After("root", 4), Is.Null);
        Assert.That(_feed.After("root", 5), Has.Count.EqualTo(JournalFeed.Kept));
    }

    [Test]
    public void Who_waits_is_woken_once_for_what_is_new()
    {
        var waiting = _feed.Changed;
        _feed.Add([]);
        Assert.That(waiting.IsCompleted, Is.False);

        _feed.Add(Records(1, 1));

        Assert.That(waiting.IsCompleted);
        Assert.That(_feed.Changed.IsCompleted, Is.False);
    }

    private static IReadOnlyList<JournalRecord> Records(long first, int count) => JournalChain.Append(
        ChainHead.Before("root") with { Sequence = first - 1 },
        [.. Enumerable.Range(0, count).Select(x => new JournalEntry
        {
            Key = $"{x}", Function = "s1", Kind = "k", At = DateTimeOffset.UnixEpoch, Summary = "s",
        })]).Records;
}
