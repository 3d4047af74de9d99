using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit;
using Vsm.S3Star.Audit.Judging;
using Vsm.Unit.Tests.Ai;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_a_judge_is_chosen
{
    [TestCase(null, "one/a", Description = "an agent without a model")]
    [TestCase("two/b", "one/a")]
    [TestCase("one/b", "one/a", Description = "another model of the same provider")]
    [TestCase("three/a", "one/a", Description = "a model of the same name somewhere else")]
    [TestCase("one/a", "two/b")]
    [TestCase("ONE/A", "two/b")]
    [TestCase(" one/a ", "two/b")]
    [TestCase("one/a:latest", "two/b")]
    [TestCase("one/a-2026-01-02", "two/b", Description = "a release of it")]
    [TestCase("one/a-20260102", "two/b")]
    [TestCase("alias/a", "two/b", Description = "a second name of the same address")]
    [TestCase("a", "two/b", Description = "nobody says whose")]
    public async Task It_is_the_first_that_did_not_do_the_work(string? worker, string judge)
    {
        await using var bench = Models();

        Assert.That(Choose(bench, "one/a", "two/b").For(Result(worker)).Model, Is.EqualTo(judge));
    }

    [Test]
    public async Task What_System_1_recorded_counts_as_well_as_what_it_says()
    {
        await using var bench = Models();
        var call = new ToolCall
        {
            Id = "1", Tool = "model", Arguments = new Dictionary<string, string> { ["model"] = "two/b" }, Outcome = ToolCallOutcome.Succeeded, StartedAt = Given.Now, DurationMs = 1,
        };

        var (model, reason) = Choose(bench, "one/a", "two/b").For(Result("one/a") with { ToolCalls = [call] });

        Assert.That(model, Is.Null);
        Assert.That(reason, Is.EqualTo("one/a and two/b did the work, and no model judges its own: name another one as Vsm:Audit:Judge:Models:0."));
    }

    [Test]
    public async Task What_another_ruled_is_followed_only_if_it_may_judge_this()
    {
        await using var bench = Models();
        var models = Choose(bench, "one/a", "two/b");

        Assert.That(models.MayHaveJudged("two/b", Result("one/a")), Is.True);
        Assert.That(models.MayHaveJudged("two/b", Result("two/b")), Is.False, "its own work");
        Assert.That(models.MayHaveJudged("three/a", Result(null)), Is.False, "no judge any more");
    }

    [TestCase("a", 2, "Vsm:Audit:Judge:Model: 'a' names no model")]
    [TestCase("nobody/a", 2, "Vsm:Audit:Judge:Model: No provider 'nobody' is set up for the model nobody/a: set Vsm:Ai:Providers:nobody:Key")]
    [TestCase("one/a", 15, "Vsm:Audit:Judge:TimeLimit is 00:15:00; with Vsm:Audit:JudgingLimit, 00:05:00, it must stay within 00:19:00")]
    [TestCase("one/a", 2, null)]
    [TestCase("", 15, null, Description = "without a judge it does not matter")]
    public async Task Settings_that_cannot_work_are_refused_at_start(string model, int minutes, string? problem)
    {
        await using var bench = Models();
        var validator = new JudgeOptionsValidator(bench.Models, Options.Create(new AuditOptions()), Options.Create(new BusOptions()));

        var result = validator.Validate(null, new JudgeOptions { Model = model, TimeLimit = TimeSpan.FromMinutes(minutes) });

        Assert.That(result.FailureMessage, problem is null ? Is.Null : Does.StartWith(problem));
        Assert.That(validator.Validate(null, new JudgeOptions { Models = ["one/a", "x"] }).FailureMessage, Does.StartWith("Vsm:Audit:Judge:Models:1: 'x' names no model"));
    }

    private static JudgeModels Choose(ModelBench bench, string model, params string[] models) =>
        new(Options.Create(new JudgeOptions { Model = model, Models = [.. models] }), bench.Models);

    private static TaskResultMessage Result(string? model) => Given.Packet("done").Result with { Model = model };

    private static ModelBench Models() => ModelBench.Of(
        TimeProvider.System,
        ("Vsm:Ai:Providers:one:BaseUrl", "http://127.0.0.1:1/v1"), ("Vsm:Ai:Providers:alias:BaseUrl", "http://127.0.0.1:1/v1/"), ("Vsm:Ai:Providers:two:BaseUrl", "http://127.0.0.1:2/v1"),
        ("Vsm:Ai:Providers:three:BaseUrl", "http://127.0.0.1:3/v1"));
}
