using FsCheck;
using FsCheck.Fluent;
using Vsm.Ai;
using Vsm.Ai.Pipeline;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_a_minute_is_watched
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [FsCheck.NUnit.Property]
    public Property No_minute_has_more_than_the_limits_and_nobody_waits_longer_than_one(PositiveInt requests, PositiveInt tokens, (byte Pause, byte Tokens)[] calls)
    {
        var rate = new RateOptions { Model = "test/m", Requests = (requests.Get % 8) + 1, Tokens = (tokens.Get % 400) + 1 };
        var window = new MinuteWindow();
        var done = new List<(TimeSpan At, long Tokens)>();
        var (now, longest) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (pause, tokensOfCall) in calls)
        {
            var size = tokensOfCall + 1;
            now += TimeSpan.FromSeconds(pause % 30);
            var wait = window.WaitFor(rate, size, now);
            longest = wait > longest ? wait : longest;
            now += wait;
            if (window.WaitFor(rate, size, now) != TimeSpan.Zero)
            {
                return false.Label("who has waited as told has to wait again");
            }

            window.Add(size, now);
            done.Add((now, size));
        }

        var minutes = done.Select(x => done.Where(y => y.At >= x.At && y.At - x.At < Minute).ToList()).ToList();
        return (longest <= Minute).Label("waits")
            .And(minutes.TrueForAll(x => x.Count <= rate.Requests).Label("requests"))
            .And(minutes.TrueForAll(x => x.Sum(y => y.Tokens) <= rate.Tokens || x.Count == 1).Label("tokens"));
    }

    [Test]
    public void What_is_corrected_or_taken_back_counts_so()
    {
        var (rate, window) = (new RateOptions { Tokens = 100 }, new MinuteWindow());
        var first = window.Add(90, TimeSpan.Zero);
        Assert.That(window.WaitFor(rate, 20, TimeSpan.Zero), Is.EqualTo(Minute));

        window.Correct(first, 80);
        Assert.That(window.WaitFor(rate, 20, TimeSpan.Zero), Is.EqualTo(TimeSpan.Zero));

        var second = window.Add(20, TimeSpan.Zero);
        window.Remove(second);
        window.Remove(second);
        Assert.That(window.WaitFor(rate, 20, TimeSpan.Zero), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_call_that_is_larger_than_the_limit_is_let_through_alone()
    {
        var (rate, window) = (new RateOptions { Tokens = 100 }, new MinuteWindow());
        Assert.That(window.WaitFor(rate, 500, TimeSpan.Zero), Is.EqualTo(TimeSpan.Zero));

        window.Add(500, TimeSpan.Zero);

        Assert.That(window.WaitFor(rate, 1, TimeSpan.FromSeconds(20)), Is.EqualTo(TimeSpan.FromSeconds(40)));
    }
}
