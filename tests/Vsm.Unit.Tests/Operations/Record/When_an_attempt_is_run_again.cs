using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Record;

namespace Vsm.Unit.Tests.Operations.Record;

public sealed class When_an_attempt_is_run_again
{
    /// <summary>Whatever was recorded, and from wherever on something else is asked: what is asked as before gets its answer, and what was spent stays spent.</summary>
    [FsCheck.NUnit.Property]
    public void What_is_asked_as_before_is_found_in_order_and_no_money_is_lost(byte recorded, byte alike, byte more, bool lastIsOpen)
    {
        var (count, same) = (recorded % 12, alike % 12);
        var calls = Recorded.Calls(count);
        if (lastIsOpen && count > 0)
        {
            calls[^1] = Recorded.Call(count, done: false);
        }

        var spent = CallCosts.Of(calls);
        var tape = new CallTape(calls);
        var found = new List<RecordedCall>();
        var dropped = new List<RecordedCall>();
        for (var number = 1; number <= same + (more % 12); number++)
        {
            var next = tape.Next(Recorded.KindOf(number), number <= same ? Recorded.AskedOf(number) : "something else");
            Assert.That(next.Number, Is.EqualTo(number));
            found.AddRange(next.Recorded is { } call ? [call] : []);
            dropped.AddRange(next.Dropped);
        }

        Assert.That(found.Select(x => x.Number), Is.EqualTo(Enumerable.Range(1, Math.Min(count, same))));
        Assert.That(CallCosts.Of(found).With(CallCosts.Of(dropped)).With(CallCosts.Of(tape.Drop())), Is.EqualTo(spent));
    }

    [Test]
    public void What_differs_once_says_nothing_of_what_follows()
    {
        var tape = new CallTape(Recorded.Calls(5));
        tape.Next(CallKind.Model, Recorded.AskedOf(1));

        var differs = tape.Next(CallKind.Tool, "something else");

        Assert.That((differs.Recorded, differs.Dropped.Count), Is.EqualTo(((RecordedCall?)null, 4)));
        Assert.That(tape.Next(CallKind.Model, Recorded.AskedOf(3)).Recorded, Is.Null);
    }

    [Test]
    public void A_tool_is_no_model()
    {
        var tape = new CallTape(Recorded.Calls(1));

        Assert.That(tape.Next(CallKind.Tool, Recorded.AskedOf(1)).Recorded, Is.Null);
    }

    [Test]
    public void Only_a_call_that_nobody_ended_is_uncounted_at_its_most()
    {
        var usage = CallCosts.Of([Recorded.Call(2), Recorded.Call(3, done: false)]);

        Assert.That(usage, Is.EqualTo(new Usage { InputTokens = 2, OutputTokens = 1, Cost = 102, UncountedCost = 100 }));
    }
}
