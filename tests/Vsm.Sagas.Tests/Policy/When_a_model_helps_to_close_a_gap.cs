using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Sagas.Tests.Help;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_model_helps_to_close_a_gap
{
    [Test]
    public async Task The_template_that_it_reads_from_the_task_makes_the_system()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Chooses("counter", ("tally", "count")));
        await using var bench = await StartAsync(server);
        var gap = Gap("tally");

        await bench.Bus.Publish(gap);

        var closed = (await bench.PublishedAsync<CapabilityGapClosed>(1))[0];
        Assert.That((closed.TaskId, closed.Template), Is.EqualTo((gap.TaskId, "counter")));
        Assert.That(closed.ReadAs, Is.EqualTo(new Dictionary<string, string> { ["tally"] = "count" }));
        await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Name == "counter");
    }

    [Test]
    public async Task A_draft_waits_for_a_person_who_has_it_made_by_saying_retry()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Drafts());
        await using var bench = await StartAsync(server);
        var gap = Gap("poems");

        await bench.Bus.Publish(gap);
        var open = (await bench.PublishedAsync<CapabilityGapNotClosed>(1))[0];
        Assert.That(open.Reason, Does.Contain("A model drafted the System 1 'poet' (Writes poems.) with test/helper, no tools and at most 1 USD").And.EndWith("Retry makes it."));
        Assert.That(await bench.ReadAsync(db => db.Systems.CountAsync()), Is.EqualTo(1));
        await RetryAsync(bench, gap);
        await bench.Bus.Publish(gap);

        await bench.PublishedAsync<CapabilityGapClosed>(1);
        var made = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Name == "poet"))[0].Configuration;
        Assert.That((made.Kind, made.Model, made.CostTotal, made.MaxConcurrentTasks, made.Permissions.Count, made.Tools), Is.EqualTo(("llm", "test/helper", (decimal?)1m, 1, 0, (ToolSettings?)null)));
        Assert.That(made.Capabilities.Select(x => x.Name), Is.EqualTo(new[] { "poems" }), "what the task requires, whatever the model says");
        Assert.That(server.Requests, Has.Count.EqualTo(1), "what the person saw is made, not another draft");
        var policies = (await bench.PublishedAsync<PolicySetChanged>(1, x => x.PolicySet.Version == 2))[0].PolicySet.Policies;
        Assert.That(policies.Where(x => x.AgentId == made.AgentId).Select(x => x.Name), Is.EqualTo(new[] { "answers-the-task" }));
    }

    [Test]
    public async Task A_draft_is_made_at_once_where_the_operator_says_so()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Drafts());
        await using var bench = await StartAsync(server, ("Vsm:Models:Creation:Drafts", "Activate"), ("Vsm:Models:Creation:AgentModel", "test/poet"), ("Vsm:Models:Creation:AgentCostTotal", "0.2"));

        await bench.Bus.Publish(Gap("poems"));

        var closed = (await bench.PublishedAsync<CapabilityGapClosed>(1))[0];
        Assert.That(closed.Reason, Is.EqualTo("'poet' was made as a model drafted it: It needs a poet."));
        var made = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Name == "poet"))[0].Configuration;
        Assert.That((made.Model, made.CostTotal), Is.EqualTo(("test/poet", (decimal?)0.2m)));
    }

    [Test]
    public async Task A_draft_that_nobody_wants_is_not_asked_for_and_not_taken()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Drafts());
        await using var bench = await StartAsync(server, ("Vsm:Models:Creation:Drafts", "Off"));

        await bench.Bus.Publish(Gap("poems"));

        Assert.That((await bench.PublishedAsync<CapabilityGapNotClosed>(1))[0].Reason, Does.EndWith("A model found nothing: It needs a poet."));
        Assert.That(server.Requests.Single().Said("system"), Does.Contain("- draft: null."));
    }

    [TestCaseSource(typeof(HelpScript), nameof(HelpScript.Useless))]
    public async Task Without_an_answer_it_stays_open_and_a_person_may_have_it_asked_again(string useless)
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = _ => HelpScript.Reply(useless);
        await using var bench = await StartAsync(server);
        var gap = Gap("poems");

        await bench.Bus.Publish(gap);
        Assert.That((await bench.PublishedAsync<CapabilityGapNotClosed>(1))[0].Reason, Does.Contain("There are no").Or.Contain("'counter' lacks poems").And.Contain("No model helped: "));
        server.Says(Chooses("counter", ("poems", "count")));
        await RetryAsync(bench, gap);
        await bench.Bus.Publish(gap);

        await bench.PublishedAsync<CapabilityGapClosed>(1);
    }

    [Test]
    public async Task A_template_that_was_added_meanwhile_is_found_when_a_person_says_retry()
    {
        await using var bench = await PolicyBench.StartAsync(Team());
        var gap = Gap("poems");
        await bench.Bus.Publish(gap);
        await bench.PublishedAsync<CapabilityGapNotClosed>(1);
        await bench.ApplyAsync(Team() with { RequestId = Guid.NewGuid(), Templates = [Organisation.System("poet", "poems")] });
        await bench.PublishedAsync<PurposeDefined>(2);

        await RetryAsync(bench, gap);
        await bench.Bus.Publish(gap);

        Assert.That((await bench.PublishedAsync<CapabilityGapClosed>(1))[0].Template, Is.EqualTo("poet"));
    }

    private static async Task RetryAsync(PolicyBench bench, CapabilityGapMessage gap)
    {
        await bench.Bus.Publish(new ApprovalRequested
        {
            TaskId = gap.TaskId, Step = 3, Attempt = gap.Attempt, Reason = WaitReason.NoTemplate, Explanation = "Nobody.", Answers = [PersonDecision.Reject, PersonDecision.Retry],
            Content = gap.Content, ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        await bench.ConsumedAsync<ApprovalRequested>(1);
        await bench.AskAsync<RecordDecision, DecisionRecorded>(
            "vsm.s5.decisions", new RecordDecision { TaskId = gap.TaskId, Decision = PersonDecision.Retry, By = "Ada", Reason = "It is fine." });
    }

    private static ChatReply Chooses(string template, params (string Required, string Known)[] readings) => HelpScript.Says(new
    {
        template, readings = readings.Select(x => new { required = x.Required, known = x.Known }), draft = (object?)null, reason = "It counts.",
    });

    private static ChatReply Drafts() => HelpScript.Says(new
    {
        template = (string?)null,
        readings = Array.Empty<object>(),
        draft = new
        {
            name = "poet", description = "Writes poems.", capabilities = new[] { "everything" }, identity = "You are a poet.", boundaries = "No rhymes on names.", responseStructure = (string?)null,
        },
        reason = "It needs a poet.",
    });

    private static ApplyOrganisation Team() => Organisation.Of("reader") with
    {
        Templates = [Organisation.System("counter", "count")], Policies = [Organisation.Policy("exact", "counter"), Organisation.Policy("brief", "reader")],
    };

    private static Task<PolicyBench> StartAsync(ChatServer server, params (string, string)[] settings) =>
        PolicyBench.StartAsync(Team(), [.. HelpScript.Settings(server, "Creation"), .. settings]);

    private static CapabilityGapMessage Gap(string required) => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, ReportedBy = GapReporter.Control, Reason = "Nobody matches.", Content = "Do it.",
        RequiredCapabilities = [required], MissingCapabilities = [required],
    };
}
