using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_records_are_checked_or_searched
{
    private static readonly string Orders = Lines("id,date,quantity", "1,2026-01-01,5", ",2026-13-01,x", "3,,1.5", "4,2026-01-02,900");

    private static readonly (string, string)[] Rules = [("required", "id"), ("dates", "date"), ("integers", "quantity"), ("ranges", "quantity 1..100")];

    [Test]
    public async Task Problems_are_reported_with_their_rows()
    {
        var run = Prepare(Of(Step("validate", Rules)), Agents.Task(files: "o.csv"), ("o.csv", Orders));

        Assert.Multiple(async () =>
        {
            Assert.That(await run.ExecuteAsync(default), Is.EqualTo(Lines(
                "file,row,field,problem",
                "o.csv,3,id,is blank",
                "o.csv,3,quantity,'x' is not a whole number",
                "o.csv,3,date,'2026-13-01' is not a time",
                "o.csv,3,quantity,'x' is not a number from 1 to 100",
                "o.csv,4,quantity,'1.5' is not a whole number",
                "o.csv,5,quantity,'900' is not a number from 1 to 100")));
            Assert.That(run.ToolCalls.Single().Result, Is.EqualTo("6 records; 6 problems in 3 of 4 checked"));
        });
    }

    [Test]
    public async Task Wrong_records_can_be_dropped() =>
        Assert.That(
            await Of(Step("validate", [.. Rules, ("on_error", "drop")])).RunAsync("o.csv", Orders), Is.EqualTo(Lines("id,date,quantity", "1,2026-01-01,5")));

    [Test]
    public void Wrong_records_can_end_the_work() =>
        Assert.That(
            async () => await Of(Step("validate", ("numbers", "quantity"), ("on_error", "fail"))).RunAsync("o.csv", Orders),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo(
                "o.csv, row 3, field 'quantity': 'x' is not a number. Correct the row, or set 'on_error' to drop or report."));

    [TestCase("quantity", "'quantity' is not a range; write it like: quantity 1..100, quantity 1.. or quantity ..100.")]
    [TestCase("quantity ..", "'quantity ..' is not a range; write it like: quantity 1..100, quantity 1.. or quantity ..100.")]
    [TestCase("quantity a..b", "'quantity a..b' is not a range; write it like: quantity 1..100, quantity 1.. or quantity ..100.")]
    public void A_range_must_be_one(string range, string message) =>
        Assert.That(
            async () => await Of(Step("validate", ("ranges", range))).RunAsync("o.csv", Orders),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo($"Parameter 'ranges': {message}"));

    [Test]
    public async Task What_has_more_of_the_terms_is_found_first() =>
        Assert.That(
            await Of(Step("search", ("terms", "disk, full"))).RunAsync("a.log", "Disk disk\nnothing\nthe disk is full\n"),
            Is.EqualTo(Lines("file,row,score,text", "a.log,3,2002,the disk is full", "a.log,1,1002,Disk disk")));

    [TestCase("any", "a.log,1,1002,Disk disk")]
    [TestCase("all", "a.log,3,2002,the disk is full")]
    public async Task The_first_in_the_input_are_found_first_if_so_asked(string match, string found) =>
        Assert.That(
            await Of(Step("search", ("terms", "disk, full"), ("order", "input"), ("limit", "1"), ("match", match))).RunAsync("a.log", "Disk disk\nnothing\nthe disk is full\n"),
            Is.EqualTo(Lines("file,row,score,text", found)));

    [Test]
    public async Task The_words_of_the_task_are_looked_for_in_records_too()
    {
        var run = Prepare(Of(Step("search")), Agents.Task("where is the lamp", "s.csv"), ("s.csv", "item,place\ndesk,W1\nlamp,W2\n"));

        Assert.Multiple(async () =>
        {
            Assert.That(await run.ExecuteAsync(default), Is.EqualTo(Lines("file,row,score,text", "s.csv,3,1001,item: lamp; place: W2")));
            Assert.That(run.ToolCalls.Single().Result, Is.EqualTo("1 record; 1 matched"));
        });
    }
}
