using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Audit;

public sealed class When_a_model_judges
{
    private readonly PolicyDefinition _friendly = Cases.Policy("friendly");
    private readonly PolicyDefinition _fair = Cases.Policy("fair");
    private readonly PolicyDefinition _brief = Cases.MaxWords(4);

    [Test]
    public async Task What_it_finds_kept_is_approved_with_its_name_and_cost()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "two", _friendly, _fair));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly, _brief, _fair));

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one two three"), x => x.TaskId);

        var ruling = approved.Ruling;
        Assert.That(ruling.Findings.Select(x => (x.Policy, x.Judge)), Is.EqualTo(new[] { ("friendly", JudgeScript.Model), ("brief", (string?)null), ("fair", JudgeScript.Model) }));
        Assert.That((ruling.Judge, ruling.Usage), Is.EqualTo((JudgeScript.Model, new Usage { InputTokens = 1_000, OutputTokens = 100, Cost = 0.003m })));
        Assert.That(approved.Usage.Cost, Is.EqualTo(0.03m), "what the work took stays what it was");
        Assert.That((ruling.Findings[0].Evidence.Single().Start, ruling.Findings[0].Evidence.Single().Text), Is.EqualTo(((int?)4, "two")));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
        var entry = await bench.JournalAsync($"{ruling.TaskId}/1/1/ruling");
        Assert.That(entry.Summary, Is.EqualTo("By 3 findings not violated: friendly, brief and fair. 2 findings by test/judge."));
        Assert.That((entry.Read<Ruling>().Judge, entry.Read<Ruling>().Usage), Is.EqualTo((ruling.Judge, ruling.Usage)));
    }

    [Test]
    public async Task What_it_finds_violated_is()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));

        var violation = await bench.JudgeAsync<PolicyViolationMessage>(Cases.Result("one two three"), x => x.TaskId);

        Assert.That((violation.Ruling.Findings.Single().Verdict, violation.Ruling.Findings.Single().Remedy), Is.EqualTo((Verdict.Violated, (Remedy?)null)));
    }

    [TestCase("not_violated", "one two three four five", typeof(PolicyViolationMessage))]
    [TestCase("vague", "one two three four five", typeof(PolicyViolationMessage))]
    [TestCase("violated", "one two", typeof(PolicyViolationMessage))]
    [TestCase("vague", "one two", typeof(PolicyClarificationRequest))]
    [TestCase("not_judged", "one two", typeof(TaskResultNotJudged))]
    public async Task With_what_a_check_found_the_highest_verdict_counts(string verdict, string output, Type told)
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules(verdict, "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _brief, _friendly));

        await bench.Bus.Publish(Cases.Result(output));

        Assert.That(await bench.Harness.Published.Any(x => x.MessageType == told));
    }

    [Test]
    public async Task What_it_can_cost_is_set_aside_before_it_is_asked()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var (result, called) = (Cases.Result("one"), -1);
        bench.Purse.Answer = x =>
        {
            called = server.Requests.Count;
            return new JudgingGranted { TaskId = x.TaskId, Amount = x.Least };
        };

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(result, x => x.TaskId);

        var asked = bench.Purse.Asked.Single();
        Assert.That((called, asked.TaskId, asked.Attempt, asked.Evaluation, asked.Usage.Cost), Is.EqualTo((0, result.TaskId, 1, 1, result.Usage.Cost)));
        Assert.That(asked.Least, Is.GreaterThan(0.04m).And.LessThan(asked.Wanted), "4,096 tokens of an answer alone");
        Assert.That(approved.Ruling.Usage!.Cost, Is.LessThan(asked.Least));
    }

    [Test]
    public async Task Where_nothing_is_left_it_is_not_asked_and_a_person_decides()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        bench.Purse.Answer = x => new JudgingRefused { TaskId = x.TaskId, Reason = "Of the task's limit nothing is left." };

        var open = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("one"), x => x.TaskId);

        Assert.That(open.Ruling.Findings.Single().Interpretation, Is.EqualTo("Not judged: Of the task's limit nothing is left."));
        Assert.That((open.Ruling.Usage, server.Requests.Count), Is.EqualTo((null as Usage, 0)));
    }

    [Test]
    public async Task An_account_that_is_being_opened_is_waited_for()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        bench.Purse.Answer = x => bench.Purse.Asked.Count > 1
            ? new JudgingGranted { TaskId = x.TaskId, Amount = x.Wanted }
            : new JudgingRefused { TaskId = x.TaskId, Reason = "It is being opened.", Again = true };

        await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one"), x => x.TaskId);

        Assert.That(bench.Purse.Asked, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_without_a_price_is_not_asked()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly), ("Vsm:Audit:Judge:Model", JudgeScript.Second));

        var open = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("one"), x => x.TaskId);

        Assert.That(open.Ruling.Findings.Single().Interpretation, Is.EqualTo(
            "Not judged: Nothing says what test/second costs, so no limit could be kept: list it in Vsm:Ai:Prices (0 where it costs nothing), or set Vsm:Audit:Judge:CostPerCall."));
        Assert.That((server.Requests.Count, bench.Purse.Asked.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task One_that_costs_nothing_needs_no_money()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(
            server, Cases.Set(1, _friendly), ("Vsm:Ai:Prices:0:Input", "0"), ("Vsm:Ai:Prices:0:Output", "0"));

        await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one"), x => x.TaskId);

        Assert.That(bench.Purse.Asked, Is.Empty);
    }

    [Test]
    public async Task Without_policies_for_it_no_model_is_asked()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _brief));

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one"), x => x.TaskId);

        Assert.That((approved.Ruling.Judge, approved.Ruling.Usage, server.Requests.Count, bench.Purse.Asked.Count), Is.EqualTo(((string?)null, (Usage?)null, 0, 0)));
        Assert.That(await bench.ReadAsync(db => db.JudgedPackets.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task One_that_did_the_work_is_not_asked()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));

        var open = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("one") with { Model = "Test/Judge" }, x => x.TaskId);

        Assert.That(open.Ruling.Findings.Single().Interpretation, Does.Contain("no model judges its own"));
        Assert.That((open.Ruling.Judge, server.Requests.Count), Is.EqualTo(((string?)null, 0)));
    }

    [Test]
    public async Task Another_is_taken_for_the_work_of_the_first()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("not_violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly), ("Vsm:Audit:Judge:Models:0", JudgeScript.Second), ("Vsm:Audit:Judge:CostPerCall", "0.5"));

        var approved = await bench.JudgeAsync<TaskResultApprovedMessage>(Cases.Result("one") with { Model = JudgeScript.Model }, x => x.TaskId);

        Assert.That((approved.Ruling.Judge, approved.Ruling.Usage!.Cost), Is.EqualTo((JudgeScript.Second, 0.5m)));
        Assert.That(server.Requests.Single().Model, Is.EqualTo("second"));
    }

    [Test]
    public async Task A_provider_that_is_down_leaves_the_result_to_a_person()
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = _ => ChatReply.Error(503);
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly, _brief));

        var open = await bench.JudgeAsync<TaskResultNotJudged>(Cases.Result("one"), x => x.TaskId);

        Assert.That(open.Ruling.Findings.Select(x => x.Verdict), Is.EqualTo(new[] { Verdict.NotJudged, Verdict.NotViolated }));
        Assert.That(open.Ruling.Findings[0].Interpretation, Does.Contain("failed with 503 for test/judge"));
        Assert.That((open.Ruling.Judge, server.Requests.Count), Is.EqualTo((JudgeScript.Model, 3)), "as often as the pipeline tries");
        Assert.That(open.Ruling.Usage!.UncountedCost, Is.EqualTo(open.Ruling.Usage.Cost).And.GreaterThan(0), "nobody knows what was done for them");
    }

    [Test]
    public async Task A_result_that_comes_again_is_not_paid_for_again()
    {
        await using var server = (await ChatServer.StartAsync()).Says(JudgeScript.Rules("violated", "one", _friendly));
        await using var bench = await JudgeScript.StartAsync(server, Cases.Set(1, _friendly));
        var result = Cases.Result("one");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.Bus.Publish(result)));

        var told = await bench.PublishedAsync<PolicyViolationMessage>(x => x.TaskId == result.TaskId, 8);
        Assert.That(told.Select(x => x.Ruling.RulingId).Distinct().Count(), Is.EqualTo(1));
        Assert.That((server.Requests.Count, await bench.ReadAsync(db => db.Rulings.CountAsync())), Is.EqualTo((1, 1)));
    }
}
