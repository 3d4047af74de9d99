using FsCheck;
using FsCheck.Fluent;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_records_are_ranked
{
    private static readonly string Calls = Lines("path,ms", "/a,10", "/b,30", "/a,50", "/c,30", "/c,20");

    [Test]
    public async Task Equal_records_stay_in_their_order() =>
        Assert.That(await Of(Step("top", ("by", "ms"), ("limit", "3"))).RunAsync("x.csv", Calls), Is.EqualTo(Lines("path,ms", "/a,50", "/b,30", "/c,30")));

    [Test]
    public async Task The_smallest_can_come_first() =>
        Assert.That(
            await Of(Step("top", ("by", "ms"), ("limit", "2"), ("order", "ascending"), ("where", "path != /a"))).RunAsync("x.csv", Calls),
            Is.EqualTo(Lines("path,ms", "/c,20", "/b,30")));

    [TestCase("average(ms)", "path,average_ms,count", "/a,30,2", "/b,30,1")]
    [TestCase("sum(ms) as total", "path,total,count", "/a,60,2", "/c,50,2")]
    [TestCase("max(ms)", "path,max_ms,count", "/a,50,2", "/b,30,1")]
    [TestCase("count", "path,count", "/a,2", "/c,2")]
    public async Task Groups_are_ranked_by_what_is_computed(string by, params string[] lines) =>
        Assert.That(await Of(Step("top", ("group_by", "path"), ("by", by), ("limit", "2"))).RunAsync("x.csv", Calls), Is.EqualTo(Lines(lines)));

    [Test]
    public async Task Sorting_goes_by_several_fields_and_numbers_by_size() =>
        Assert.That(
            await Of(Step("transform", ("sort_by", "ms desc, path"), ("select", "ms as duration, path"))).RunAsync("x.csv", Calls + "/z,9\n/y,\n"),
            Is.EqualTo(Lines("duration,path", "50,/a", "30,/b", "30,/c", "20,/c", "10,/a", "9,/z", ",/y")));

    [Test]
    public async Task Records_are_limited_and_fields_renamed() =>
        Assert.That(
            await Of(Step("transform", ("rename", "ms as duration"), ("limit", "1"))).RunAsync("x.csv", Calls), Is.EqualTo(Lines("path,duration", "/a,10")));

    [TestCase("transform", "rename", "ms as duration", "path,duration\n")]
    [TestCase("transform", "where", "ms > 1", "path,ms\n")]
    [TestCase("top", "by", "ms", "path,ms\n")]
    [TestCase("validate", "on_error", "drop", "path,ms\n")]
    public async Task No_records_still_have_columns(string function, string name, string value, string columns) =>
        Assert.That(await Of(Step(function, (name, value), function == "validate" ? ("numbers", "ms") : ("limit", "5"))).RunAsync("x.csv", "path,ms\n"), Is.EqualTo(columns));

    [Test]
    public void Sorting_more_than_can_be_held_is_refused()
    {
        var csv = "n\n" + string.Concat(Enumerable.Range(0, FunctionLimits.HeldRecords + 1).Select(x => $"{x}\n"));

        Assert.That(
            async () => await Of(Step("transform", ("sort_by", "n"))).RunAsync("x.csv", csv),
            Throws.TypeOf<FunctionException>().With.Message.StartsWith("More than 100,000 records"));
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public Property The_top_is_the_beginning_of_the_sorted_whole() => Prop.ForAll(
        Gen.Zip(Gen.Choose(-5, 5).ListOf(), Gen.Choose(1, 12)).ToArbitrary(),
        x =>
        {
            var (numbers, limit) = x;
            var csv = "id,n\n" + string.Concat(numbers.Select((n, i) => $"{i},{n}\n"));
            var output = Of(Step("top", ("by", "n"), ("limit", $"{limit}"))).RunAsync("x.csv", csv).GetAwaiter().GetResult();
            return output == "id,n\n" + string.Concat(numbers.Select((n, i) => (n, i)).OrderByDescending(y => y.n).Take(limit).Select(y => $"{y.i},{y.n}\n"));
        });
}
