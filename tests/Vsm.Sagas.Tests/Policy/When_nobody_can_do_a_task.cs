using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_nobody_can_do_a_task
{
    [Test]
    public async Task A_system_is_made_from_the_template_with_its_policies()
    {
        await using var bench = await StartAsync();
        var gap = Gap("count");

        await bench.Bus.Publish(gap);

        var closed = (await bench.PublishedAsync<CapabilityGapClosed>(1))[0];
        Assert.That((closed.TaskId, closed.Attempt, closed.Template), Is.EqualTo((gap.TaskId, 1, "counter")));
        var configured = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Name == "counter"))[0].Configuration;
        Assert.That((configured.AgentId, configured.Number, configured.Version), Is.EqualTo((closed.AgentId, 2, 1)));
        var set = (await bench.PublishedAsync<PolicySetChanged>(1, x => x.PolicySet.Version == 2))[0].PolicySet;
        Assert.That(set.Policies.Where(x => x.AgentId == closed.AgentId).Select(x => x.Name), Is.EqualTo(new[] { "exact" }));
        var entry = await bench.JournalAsync($"{closed.AgentId:n}/configuration/1");
        Assert.That((entry.TaskId, entry.Actor), Is.EqualTo((gap.TaskId, "5.3")));
        Assert.That((await bench.JournalAsync("root/policies/2")).TaskId, Is.EqualTo(gap.TaskId));
    }

    [Test]
    public async Task A_hundred_tasks_with_the_same_gap_make_one_system()
    {
        await using var bench = await StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => bench.Bus.Publish(Gap("count"))));

        var closed = await bench.PublishedAsync<CapabilityGapClosed>(100);
        Assert.That(closed.Select(x => x.AgentId).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await bench.ReadAsync(db => db.Systems.Select(x => x.Name).OrderBy(x => x).ToListAsync()), Is.EqualTo(new[] { "counter", "reader" }));
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task The_same_gap_again_gets_the_same_answer()
    {
        await using var bench = await StartAsync();
        var gap = Gap("count");

        await bench.Bus.Publish(gap);
        await bench.PublishedAsync<CapabilityGapClosed>(1);
        await bench.Bus.Publish(gap);

        var answers = await bench.PublishedAsync<CapabilityGapClosed>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        await bench.PublishedAsync<SystemConfigured>(2, x => x.Configuration.Name == "counter");
        Assert.That(await bench.ReadAsync(db => db.Systems.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Without_a_template_that_fits_the_reason_says_what_is_missing()
    {
        await using var bench = await StartAsync();
        var gap = Gap("paint");

        await bench.Bus.Publish(gap);
        await bench.PublishedAsync<CapabilityGapNotClosed>(1);
        await bench.Bus.Publish(gap);

        var answers = await bench.PublishedAsync<CapabilityGapNotClosed>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That(answers[0].Reason, Does.Contain("paint is missing").And.Contain("'counter' lacks paint"));
    }

    [Test]
    public async Task A_VSM_instance_without_organisation_has_no_templates()
    {
        await using var bench = await PolicyBench.StartAsync();

        await bench.Bus.Publish(Gap("count"));

        Assert.That((await bench.PublishedAsync<CapabilityGapNotClosed>(1))[0].Reason, Is.EqualTo("VSM 'root' has no organisation, and so no templates."));
    }

    [Test]
    public async Task A_gap_that_a_System_1_reports_is_left_to_Control()
    {
        await using var bench = await StartAsync();

        await bench.Bus.Publish(Gap("count") with { ReportedBy = GapReporter.System1 });

        await bench.ConsumedAsync<CapabilityGapMessage>(1);
        Assert.That((bench.Count<CapabilityGapClosed>(), bench.Count<CapabilityGapNotClosed>()), Is.EqualTo((0, 0)));
        Assert.That(await bench.ReadAsync(db => db.Gaps.CountAsync()), Is.Zero);
    }

    private static Task<PolicyBench> StartAsync() => PolicyBench.StartAsync(Organisation.Of("reader") with
    {
        Templates = [Organisation.System("counter", "count")],
        Policies = [Organisation.Policy("exact", "counter"), Organisation.Policy("brief", "reader")],
    });

    private static CapabilityGapMessage Gap(string required) => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, ReportedBy = GapReporter.Control, Reason = "Nobody matches.", Content = "Count.",
        RequiredCapabilities = [required], MissingCapabilities = [required],
    };
}
