using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_policy_is_vague
{
    [Test]
    public async Task The_clarified_version_is_told_to_everybody()
    {
        await using var bench = await StartAsync(ReadingRule.Strict);
        var request = await RequestAsync(bench);

        await bench.Bus.Publish(request);

        var clarified = (await bench.PublishedAsync<PolicyClarified>(1))[0];
        Assert.That((clarified.TaskId, clarified.Attempt, clarified.Evaluation, clarified.RulingId, clarified.PolicySetVersion),
            Is.EqualTo((request.TaskId, 1, 1, request.Ruling.RulingId, 2)));
        var policy = clarified.Policies.Single();
        Assert.That((policy.Version, policy.ReadingRule), Is.EqualTo((2, ReadingRule.Strict)));
        var set = (await bench.PublishedAsync<PolicySetChanged>(1, x => x.PolicySet.Version == 2))[0];
        Assert.That(set.PolicySet.Policies.Single().Rule, Is.EqualTo(policy.Rule));
        var entry = await bench.JournalAsync("root/policies/2");
        Assert.That((entry.TaskId, entry.Actor), Is.EqualTo((request.TaskId, "5.2")));
        Assert.That(await bench.ReadAsync(db => db.PolicyVersions.Select(x => x.Version).OrderBy(x => x).ToListAsync()), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task The_same_request_again_gets_the_same_answer_and_no_other_version()
    {
        await using var bench = await StartAsync(ReadingRule.Lenient);
        var request = await RequestAsync(bench);

        await bench.Bus.Publish(request);
        await bench.PublishedAsync<PolicyClarified>(1);
        await bench.Bus.Publish(request);

        var answers = await bench.PublishedAsync<PolicyClarified>(2);
        Assert.That((answers[1].PolicySetVersion, answers[1].Policies.Single().Version), Is.EqualTo((2, 2)));
        Assert.That(await bench.ReadAsync(db => db.PolicyVersions.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Many_tasks_with_one_vague_policy_make_one_version()
    {
        await using var bench = await StartAsync(ReadingRule.Strict);
        var request = await RequestAsync(bench);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => bench.Bus.Publish(request with { TaskId = Guid.NewGuid() })));

        var answers = await bench.PublishedAsync<PolicyClarified>(20);
        Assert.That(answers.Select(x => (x.PolicySetVersion, x.Policies.Single().Version)), Is.All.EqualTo((2, 2)));
    }

    [Test]
    public async Task One_that_does_not_say_how_it_is_settled_is_for_people()
    {
        await using var bench = await StartAsync(null);
        var request = await RequestAsync(bench);

        await bench.Bus.Publish(request);
        await bench.PublishedAsync<PolicyNotClarified>(1);
        await bench.Bus.Publish(request);

        var answers = await bench.PublishedAsync<PolicyNotClarified>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That(answers[0].Reason, Is.EqualTo("Policy 'brief' (p1) is vague and does not say how it is settled. To be settled: Does a heading count?"));
        Assert.That(await bench.ReadAsync(db => db.Organisations.Select(x => x.PolicySetVersion).SingleAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_VSM_instance_without_organisation_has_no_policies()
    {
        await using var bench = await StartAsync(ReadingRule.Strict);

        await bench.Bus.Publish(await RequestAsync(bench) with { Vsm = "north" });

        Assert.That((await bench.PublishedAsync<PolicyNotClarified>(1))[0].Reason, Is.EqualTo("VSM 'north' has no organisation, and so no policies."));
    }

    private static Task<PolicyBench> StartAsync(ReadingRule? whenVague) => PolicyBench.StartAsync(
        Organisation.Of("reader") with { Policies = [Organisation.Policy("brief") with { WhenVague = whenVague }] });

    private static async Task<PolicyClarificationRequest> RequestAsync(PolicyBench bench)
    {
        var agent = (await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration;
        var policy = (await bench.PublishedAsync<PolicySetChanged>(1))[0].PolicySet.Policies.Single();
        return new PolicyClarificationRequest
        {
            TaskId = Guid.NewGuid(), Attempt = 1, Ruling = Organisation.Ruling(agent.AgentId, Organisation.Vague(policy)), ConfigurationVersion = 1,
            Output = "Title. One. Two. Three.",
        };
    }
}
