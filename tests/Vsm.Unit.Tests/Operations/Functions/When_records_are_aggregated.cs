using FsCheck;
using FsCheck.Fluent;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_records_are_aggregated
{
    private static readonly string Orders = Lines(
        "region,date,amount",
        "north,2026-01-05,10.50",
        "south,2026-01-09,5",
        "north,2026-02-01,1.25",
        "\"north, far\",2026-01-31,7",
        "north,2026-01-31,");

    [Test]
    public async Task Groups_are_measured_and_come_in_the_order_of_their_keys()
    {
        var output = await Of(Step("aggregate", ("group_by", "region, month(date)"), ("count", "orders"), ("sum", "amount"), ("max", "amount as largest")))
            .RunAsync("orders.csv", Orders);

        Assert.That(output, Is.EqualTo(Lines(
            "region,month,orders,sum_amount,largest",
            "north,2026-01,2,10.50,10.50",
            "north,2026-02,1,1.25,1.25",
            "\"north, far\",2026-01,1,7,7",
            "south,2026-01,1,5,5")));
    }

    [TestCase("amount > 5", "17.50")]
    [TestCase("amount >= 5 and region = 'north, far'", "7")]
    [TestCase("region starts_with NORTH and date < 2026-01-31", "10.50")]
    [TestCase("region != north", "12")]
    [TestCase("region contains far", "7")]
    [TestCase("region = nowhere", "0")]
    public async Task Only_records_that_match_count(string where, string sum) =>
        Assert.That(
            await Of(Step("aggregate", ("sum", "amount as total"), ("where", where))).RunAsync("orders.csv", Orders), Is.EqualTo(Lines("total", sum)));

    [Test]
    public async Task Times_of_web_logs_are_cut_to_the_hour_as_written()
    {
        var output = await Of(Step("aggregate", ("group_by", "hour(time) as hour")))
            .RunAsync("log.jsonl", Lines("{\"time\":\"14/Mar/2026:09:59:59 +0100\"}", "{\"time\":\"2026-03-14T09:00:00+01:00\"}", "{\"time\":\"2026-03-14 10:00:00\"}"));

        Assert.That(output, Is.EqualTo(Lines("hour,count", "2026-03-14T09:00,2", "2026-03-14T10:00,1")));
    }

    [Test]
    public async Task Without_any_record_there_are_no_groups_but_a_total() =>
        Assert.Multiple(async () =>
        {
            Assert.That(await Of(Step("aggregate", ("group_by", "a"))).RunAsync("x.csv", "a,b\n"), Is.EqualTo("a,count\n"));
            Assert.That(await Of(Step("aggregate", ("count", "n"), ("average", "b"))).RunAsync("x.csv", "a,b\n"), Is.EqualTo("n,average_b\n0,\n"));
        });

    [TestCase("sum", "amount", "a,amount\nx,1\ny,abc\n", "'abc' in field 'amount' of x.csv, row 3 is not a number: correct it, or leave the row out with 'where'.")]
    [TestCase("sum", "amuont", "a,amount\nx,1\n", "There is no field 'amuont' in x.csv, row 2; the fields are: a, amount.")]
    [TestCase("group_by", "day(a)", "a,amount\n03/04/2026,1\n", "'03/04/2026' in field 'a' of x.csv, row 2 is not a time; write it like 2026-03-14, 2026-03-14T09:30:00Z or 14/Mar/2026:09:30:00 +0000.")]
    [TestCase("sum", "amount", "a,amount\nx,79228162514264337593543950335\ny,1\n", "The sum of field 'amount' is out of range at x.csv, row 3: check the numbers there.")]
    public void A_bad_row_is_named(string parameter, string value, string csv, string message) =>
        Assert.That(
            async () => await Of(Step("aggregate", (parameter, value))).RunAsync("x.csv", csv), Throws.TypeOf<FunctionException>().With.Message.EqualTo(message));

    [Test]
    public void A_field_that_no_open_record_has_is_a_mistake() =>
        Assert.That(
            async () => await Of(Step("aggregate", ("sum", "amuont"))).RunAsync("x.jsonl", "{\"amount\":1}\n{\"b\":2}\n"),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo("No record has a field 'amuont'; the last one has: b."));

    [Test]
    public void Groups_are_limited()
    {
        var csv = "id\n" + string.Concat(Enumerable.Range(0, FunctionLimits.Groups + 1).Select(x => $"{x}\n"));

        Assert.That(
            async () => await Of(Step("aggregate", ("group_by", "id"))).RunAsync("x.csv", csv),
            Throws.TypeOf<FunctionException>().With.Message.StartsWith("There are more than 100,000 groups"));
    }

    [FsCheck.NUnit.Property(MaxTest = 50)]
    public Property Sums_are_those_of_a_plain_loop() => Prop.ForAll(
        Gen.Zip(Gen.Choose(0, 4), Gen.Choose(-100_000, 100_000)).Select(x => (Group: $"g{x.Item1}", Cents: x.Item2)).ListOf().ToArbitrary(),
        rows =>
        {
            var csv = "key,amount\n" + string.Concat(rows.Select(x => FormattableString.Invariant($"{x.Group},{x.Cents / 100m}\n")));
            var output = Of(Step("aggregate", ("group_by", "key"), ("sum", "amount"), ("count", "n"))).RunAsync("x.csv", csv).GetAwaiter().GetResult();
            var found = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(x => x.Split(','))
                .Select(x => (x[0], long.Parse(x[1]), decimal.Parse(x[2]) * 100));
            var expected = rows.GroupBy(x => x.Group).OrderBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => (x.Key, x.LongCount(), x.Sum(y => (decimal)y.Cents)));
            return found.SequenceEqual(expected);
        });
}
