using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_text_is_extracted
{
    private const string Pattern = @"^(?<level>\w+): (?<what>[^(]+?)(?: \((?<code>\d+)\))?$";

    [Test]
    public async Task Named_groups_become_fields() =>
        Assert.That(
            await Of(Step("extract", ("pattern", Pattern))).RunAsync("app.log", "warn: disk full (28)\r\n\r\nerror: no network"),
            Is.EqualTo(Lines("level,what,code", "warn,disk full,28", "error,no network,")));

    [Test]
    public void A_line_that_does_not_match_is_named() =>
        Assert.That(
            async () => await Of(Step("extract", ("pattern", Pattern))).RunAsync("app.log", "warn: a\n???\n"),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo(
                "app.log, row 2 does not match the pattern: '???'. Correct the pattern, or set 'skip_unmatched' to true."));

    [Test]
    public async Task Lines_that_do_not_match_can_be_left_out_and_are_counted()
    {
        var run = Prepare(Of(Step("extract", ("pattern", Pattern), ("skip_unmatched", "true"))), Agents.Task(files: "app.log"), ("app.log", "warn: a\n???\n!\n"));

        var output = await run.ExecuteAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo(Lines("level,what,code", "warn,a,")));
            Assert.That(run.ToolCalls.Single().Result, Is.EqualTo("1 record; 2 lines did not match"));
        });
    }

    [Test]
    public void A_pattern_that_goes_back_and_forth_for_ever_is_stopped() =>
        Assert.That(
            async () => await Of(Step("extract", ("pattern", @"^(?=.)(?<all>(a+)+)$"))).RunAsync("app.log", new string('a', 40) + "!"),
            Throws.TypeOf<FunctionException>().With.Message.StartsWith("app.log, row 1: Parameter 'pattern': matching took more than 1 s on one text"));

    [Test]
    public async Task Nested_repetition_alone_is_no_harm() =>
        Assert.That(
            await Of(Step("extract", ("pattern", "^(?<all>(a+)+)$"), ("skip_unmatched", "true"))).RunAsync("app.log", new string('a', 5000) + "!"),
            Is.EqualTo("all\n"));

    [Test]
    public void A_huge_line_ends_the_work() =>
        Assert.That(
            async () => await Of(Step("extract", ("pattern", "(?<x>.)"))).RunAsync("app.log", "fine\n" + new string('x', 3_000_000)),
            Throws.TypeOf<FunctionException>().With.Message.EqualTo(
                "app.log, row 2 is longer than 1 MiB: break it up, or check the line ends and quotes of the file."));

    [Test]
    public async Task Nothing_gives_no_records() =>
        Assert.That(await Of(Step("extract", ("pattern", "(?<x>.)"))).RunAsync("app.log", ""), Is.EqualTo("x\n"));
}
