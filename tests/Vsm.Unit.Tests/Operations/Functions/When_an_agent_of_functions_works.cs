using NSubstitute;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_an_agent_of_functions_works
{
    [Test]
    public async Task Every_step_is_recorded_with_its_arguments_and_counts()
    {
        var agent = Of(Step("transform", ("where", "n > 1")), Step("aggregate", ("sum", "n")), Step("report", ("template", "In all {sum_n}.")));
        var run = Prepare(agent.With(("output_format", "json")), Agents.Task(files: "x.csv"), ("x.csv", "n\n1\n2\n3\n"));

        var output = await run.ExecuteAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(output, Is.EqualTo("In all 5."));
            Assert.That(run.ToolCalls.Select(x => (x.Id, x.Tool, x.Outcome, x.Result)), Is.EqualTo(new[]
            {
                ("1", "transform", ToolCallOutcome.Succeeded, "2 records"),
                ("2", "aggregate", ToolCallOutcome.Succeeded, "1 record of 2 records"),
                ("3", "report", ToolCallOutcome.Succeeded, "1 line of 1 record: In all 5."),
            }));
            Assert.That(run.ToolCalls[0].Arguments, Is.EqualTo(new Dictionary<string, string> { ["where"] = "n > 1" }));
            Assert.That(run.ToolCalls[2].Arguments["output_format"], Is.EqualTo("json"));
        });
    }

    [Test]
    public async Task Time_counts_for_the_step_that_spends_it()
    {
        var clock = Substitute.For<TimeProvider>();
        var now = 0L;
        clock.GetTimestamp().Returns(_ => now);
        clock.TimestampFrequency.Returns(1000);
        var catalogue = new FunctionCatalogue([new Slow("first", () => now += 7), new Slow("second", () => now += 100)]);
        var run = new FunctionPipeline(catalogue, clock).Prepare(Of(Step("first"), Step("second")), Agents.Task("a\nb"), (_, _) => throw new NotSupportedException());

        await run.ExecuteAsync(default);

        Assert.That(run.ToolCalls.Select(x => x.DurationMs), Is.EqualTo(new[] { 14.0, 200.0 }));
    }

    [Test]
    public void A_failure_is_put_down_to_the_step_that_failed()
    {
        var agent = Of(Step("transform"), Step("aggregate", ("sum", "n")), Step("transform"), Step("top", ("by", "sum_n")));
        var run = Prepare(agent, Agents.Task(files: "x.csv"), ("x.csv", "n\nx\n"));

        Assert.That(async () => await run.ExecuteAsync(default), Throws.TypeOf<FunctionException>());
        Assert.That(run.ToolCalls.Select(x => (x.Outcome, x.Result)), Is.EqualTo(new[]
        {
            (ToolCallOutcome.Succeeded, "1 record"),
            (ToolCallOutcome.Failed, "'x' in field 'n' of x.csv, row 2 is not a number: correct it, or leave the row out with 'where'."),
            (ToolCallOutcome.Failed, "Stopped, because step 2 before it failed."),
            (ToolCallOutcome.Failed, "Stopped, because step 2 before it failed."),
        }));
    }

    [Test]
    public void Cancellation_ends_the_work_between_records()
    {
        using var source = new CancellationTokenSource();
        var catalogue = new FunctionCatalogue([new Slow("first", source.Cancel)]);
        var run = new FunctionPipeline(catalogue, TimeProvider.System).Prepare(Of(Step("first")), Agents.Task("a\nb\nc"), (_, _) => throw new NotSupportedException());

        Assert.That(async () => await run.ExecuteAsync(source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(run.ToolCalls.Single(), Has.Property("Outcome").EqualTo(ToolCallOutcome.Failed).And.Property("Result").EqualTo("Cancelled."));
    }

    [Test]
    public void Output_that_is_too_long_for_one_text_is_refused([Values("csv", "json", "markdown", "text")] string format)
    {
        var agent = format == "text" ? Of(Step("report")) : Of(Step("transform", ("output_format", format)));
        var csv = "word\n" + string.Concat(Enumerable.Repeat(new string('ä', 1000) + "\n", 60));

        Assert.That(
            async () => await agent.RunAsync("x.csv", csv),
            Throws.TypeOf<FunctionException>().With.Message.StartsWith("The output passes 96 KiB: ").And.Message.EndsWith("or set a smaller 'limit'."));
    }

    [Test]
    public async Task What_is_recorded_is_cut()
    {
        var run = Prepare(Of(Step("search", ("terms", new string('ä', 5000)))), Agents.Task("a"));

        await run.ExecuteAsync(default);

        Assert.That(System.Text.Encoding.UTF8.GetByteCount(run.ToolCalls[0].Arguments["terms"]), Is.InRange(4090, 4096));
    }

    [Test]
    public async Task Records_can_be_written_as_a_markdown_table() =>
        Assert.That(
            await Of(Step("transform", ("output_format", "markdown"))).RunAsync("x.csv", "a,b\n1|2,\"x\ny\"\n"),
            Is.EqualTo(Lines("| a | b |", "| --- | --- |", @"| 1\|2 | x y |")));

    private sealed class Slow(string name, Action work) : IAgentFunction
    {
        public Vsm.Contracts.Dashboard.CatalogueItem Description { get; } = new() { Name = name, Description = "Works on every line." };

        public bool Idempotent => true;

        public FunctionData Run(FunctionData input, FunctionContext context) =>
            FunctionData.Of(input.RequireLines(name).Items.Select(x =>
            {
                work();
                return x;
            }));
    }
}
