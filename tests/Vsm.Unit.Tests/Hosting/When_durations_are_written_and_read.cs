using FsCheck;
using FsCheck.Fluent;
using Vsm.Hosting;

namespace Vsm.Unit.Tests.Hosting;

public sealed class When_durations_are_written_and_read
{
    [TestCase("500ms", 500)]
    [TestCase("30s", 30_000)]
    [TestCase("5m", 300_000)]
    [TestCase("2h", 7_200_000)]
    [TestCase("7d", 604_800_000)]
    [TestCase("0s", 0)]
    public void A_whole_number_with_its_unit_is_read(string text, long milliseconds)
    {
        Assert.That(Durations.TryParse(text, out var duration), Is.True);
        Assert.That(duration, Is.EqualTo(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [TestCase("")]
    [TestCase("5")]
    [TestCase("m")]
    [TestCase("5 m")]
    [TestCase("-5m")]
    [TestCase("1.5h")]
    [TestCase("5M")]
    [TestCase("5min")]
    [TestCase("1h30m")]
    [TestCase("36501d")]
    [TestCase("999999999999999999999d")]
    [TestCase("٥m")]
    public void Anything_else_is_not(string text)
    {
        Assert.That(Durations.TryParse(text, out var duration), Is.False);
        Assert.That(duration, Is.EqualTo(TimeSpan.Zero));
    }

    [TestCase(90_000, "90s")]
    [TestCase(120_000, "2m")]
    [TestCase(172_800_000, "2d")]
    [TestCase(1_001, "1001ms")]
    public void The_largest_unit_without_a_rest_is_written(long milliseconds, string text) =>
        Assert.That(Durations.Format(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(text));

    [FsCheck.NUnit.Property]
    public Property What_is_written_is_read_back() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).Select(x => TimeSpan.FromMilliseconds(x)).ToArbitrary(),
        duration => Durations.TryParse(Durations.Format(duration), out var read) && read == duration);

    [Test]
    public void A_negative_duration_is_refused() =>
        Assert.That(() => Durations.Format(TimeSpan.FromMilliseconds(-1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
