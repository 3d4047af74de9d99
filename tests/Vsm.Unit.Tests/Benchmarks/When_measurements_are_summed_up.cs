using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Pipeline;

namespace Vsm.Unit.Tests.Benchmarks;

public sealed class When_measurements_are_summed_up
{
    [TestCase(new[] { 3.0, 1, 2 }, 2)]
    [TestCase(new[] { 4.0, 1, 3, 2 }, 2.5)]
    [TestCase(new[] { 7.0 }, 7)]
    public void The_median_is_the_one_in_the_middle(double[] values, double median) => Assert.That(Statistics.Median(values), Is.EqualTo(median));

    [TestCase(0, 1)]
    [TestCase(0.5, 50)]
    [TestCase(0.99, 99)]
    [TestCase(0.995, 100)]
    [TestCase(1, 100)]
    public void A_percentile_is_a_value_that_was_measured(double share, double percentile) =>
        Assert.That(Statistics.Percentile(Enumerable.Range(1, 100).Reverse().Select(x => (double)x), share), Is.EqualTo(percentile));

    [FsCheck.NUnit.Property]
    public bool So_many_values_are_no_larger_than_the_percentile(FsCheck.NonEmptyArray<int> values, byte share)
    {
        var percentile = Statistics.Percentile(values.Get.Select(x => (double)x), share / 255d);
        return values.Get.Count(x => x <= percentile) >= share / 255d * values.Get.Length;
    }

    [Test]
    public void Nothing_measured_is_an_error()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Statistics.Median([]), Throws.ArgumentException);
            Assert.That(() => Statistics.Percentile([], 0.5), Throws.ArgumentException);
            Assert.That(() => Statistics.Percentile([1], 1.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    [Test]
    public void A_task_does_not_cost_what_its_driver_uses()
    {
        var side = Side.Of([Round(100, 2, 1), Round(300, 4, 50), Round(200, 3, 9)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(side.TasksPerSecond, Is.EqualTo(200));
            Assert.That(side.CpuSecondsPer1000, Is.EqualTo(3));
            Assert.That(side.CpuSecondsPer1000By, Is.EquivalentTo(new Dictionary<string, double> { ["service"] = 3, [Side.Driver] = 9 }));
        }
    }

    [Test]
    public void Ours_is_divided_by_the_floors_round_right_after_it()
    {
        var ratio = Ratio.Of([Round(400, 5, 9), Round(100, 6, 9), Round(90, 20, 9)], [Round(800, 2, 0), Round(200, 3, 0), Round(100, 5, 0)]);

        Assert.That(ratio, Is.EqualTo(new Ratio(0.5, 2.5, 1)));
    }

    private static Round Round(double rate, double cpu, double driver) => new(
        rate,
        new Dictionary<string, double> { ["service"] = cpu, [Side.Driver] = driver },
        new Dictionary<string, double>(),
        new Latency(rate / 2, 10, 20, 30));
}
