using System.Text;
using MassTransit.Events;
using Vsm.Bus.Limits;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_texts_are_too_long
{
    [TestCase('x', 8 * 1024, false)]
    [TestCase('x', (8 * 1024) + 1, true)]
    [TestCase('ä', 4 * 1024, false)]
    [TestCase('ä', (4 * 1024) + 1, true)]
    [TestCase('€', 2_000_000, true)]
    public void They_are_cut_to_whole_characters_within_the_limit(char character, int count, bool cut)
    {
        var text = FaultText.Cut(new string(character, count));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Encoding.UTF8.GetByteCount(text), Is.InRange((8 * 1024) - 8, 8 * 1024));
            Assert.That(text.EndsWith("(cut)", StringComparison.Ordinal), Is.EqualTo(cut));
            Assert.That(text, Does.Not.Contain('\uFFFD'));
        }
    }

    [Test]
    public void A_fault_is_cut_all_the_way_down()
    {
        var exception = Enumerable.Range(0, 50).Aggregate(new InvalidOperationException(new string('y', 100_000)), (inner, _) => new InvalidOperationException(new string('x', 100_000), inner));
        var fault = new FaultEvent<string>("message", Guid.NewGuid(), null!, exception, ["x"]);

        FaultText.Cut(fault);

        var depth = 0;
        for (var info = fault.Exceptions[0]; info is not null; info = info.InnerException, depth++)
        {
            Assert.That(info.Message, Has.Length.LessThanOrEqualTo(8 * 1024));
        }

        Assert.That(depth, Is.LessThanOrEqualTo(5));
    }

    [Test]
    public void Headers_are_left_out_until_the_rest_fits()
    {
        var headers = new Dictionary<string, object?> { ["huge"] = new byte[100_000], ["number"] = 5 };
        for (var i = 0; i < 10; i++)
        {
            headers[$"large-{i}"] = new string('x', 4000 + i);
        }

        ReceivedHeaders.Limit(headers);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(headers.Keys, Is.SupersetOf((string[])["number", "large-0", ReceivedHeaders.Mark]));
            Assert.That(headers.Keys, Has.None.EqualTo("huge").And.None.EqualTo("large-9"));
            Assert.That(headers[ReceivedHeaders.Mark], Does.StartWith("huge, large-9"));
            Assert.That(headers.Values.OfType<string>().Sum(x => x.Length), Is.LessThan(33 * 1024));
        }
    }

    [Test]
    public void Headers_that_fit_stay()
    {
        var headers = new Dictionary<string, object?> { ["one"] = new string('x', 8000), ["two"] = new byte[100] };
        ReceivedHeaders.Limit(headers);
        Assert.That(headers, Has.Count.EqualTo(2));
    }
}
