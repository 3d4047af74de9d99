using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_an_organisation_is_applied
{
    [Test]
    public async Task Everybody_is_told_and_it_is_applied_once_its_agents_are_active()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = Organisation.Of("reader", "writer") with { Policies = [Organisation.Policy("brief")] };

        await bench.ApplyAsync(request);

        var purpose = (await bench.PublishedAsync<PurposeDefined>(1))[0];
        Assert.That((purpose.Purpose, purpose.Version, purpose.Vsm), Is.EqualTo(("Review incidents.", 1, "root")));
        var set = (await bench.PublishedAsync<PolicySetChanged>(1))[0].PolicySet;
        Assert.That((set.Version, set.Policies.Single().Name), Is.EqualTo((1, "brief")));
        var systems = await bench.PublishedAsync<SystemConfigured>(2);
        var applying = await bench.JournalAsync($"{request.RequestId:n}/organisation/applying");
        Assert.That(applying.Read<OrganisationProgress>().Pending, Is.EqualTo(new[] { "reader", "writer" }));

        await bench.Bus.Publish(PolicyBench.Registered(systems[1].Configuration));
        var one = await bench.JournalAsync($"{request.RequestId:n}/organisation/applying/{systems[1].Configuration.AgentId:n}");
        Assert.That(one.Read<OrganisationProgress>().Pending, Is.EqualTo(new[] { systems[0].Configuration.Name }));
        await bench.ConsumedAsync<AgentRegistered>(1);
        Assert.That(bench.Count<OrganisationApplied>(), Is.Zero);

        await bench.Bus.Publish(PolicyBench.Registered(systems[0].Configuration));
        var applied = (await bench.PublishedAsync<OrganisationApplied>(1))[0];
        Assert.That((applied.RequestId, applied.Version), Is.EqualTo((request.RequestId, 1)));
        var end = (await bench.JournalAsync($"{request.RequestId:n}/organisation/applied")).Read<OrganisationProgress>();
        Assert.That((end.State, end.Pending.Count), Is.EqualTo((OrganisationState.Applied, 0)));
    }

    [Test]
    public async Task Versions_are_kept_and_journalled()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"));
        await bench.ApplyAsync(Organisation.Of() with
        {
            Systems = [Organisation.System("reader", "read")], Policies = [Organisation.Policy("brief")],
        });
        var configuration = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Version == 2))[0].Configuration;

        var versions = await bench.ReadAsync(db => db.SystemVersions.OrderBy(x => x.Version).ToListAsync());
        Assert.That(versions.Select(x => (x.AgentId, x.Version, x.Configuration.Capabilities.Count)),
            Is.EqualTo(new[] { (configuration.AgentId, 1, 0), (configuration.AgentId, 2, 1) }));
        var policies = await bench.ReadAsync(db => db.PolicyVersions.ToListAsync());
        Assert.That(policies.Select(x => (x.Definition.Name, x.Version, x.InForce)), Is.EquivalentTo(
            new[] { ("answers-the-task", 1, true), ("answers-the-task", 2, false), ("brief", 1, true) }));
        Assert.That((await bench.JournalAsync($"{configuration.AgentId:n}/configuration/2")).Read<AgentConfiguration>().Number, Is.EqualTo(configuration.Number));
        Assert.That((await bench.JournalAsync("root/policies/2")).Read<PolicySet>().Policies.Single().Name, Is.EqualTo("brief"));
    }

    [Test]
    public async Task The_last_of_twenty_agents_at_once_is_not_missed()
    {
        await using var bench = await PolicyBench.StartAsync();
        await bench.ApplyAsync(Organisation.Of([.. Enumerable.Range(1, 20).Select(x => $"reader-{x}")]));
        var systems = await bench.PublishedAsync<SystemConfigured>(20);

        await Task.WhenAll(systems.Select(x => bench.Bus.Publish(PolicyBench.Registered(x.Configuration))));

        await bench.ConsumedAsync<AgentRegistered>(20);
        Assert.That(bench.Count<OrganisationApplied>(), Is.EqualTo(1));
        var active = await bench.ReadAsync(db => db.Systems.CountAsync(x => x.ActiveVersion == 1));
        Assert.That(active, Is.EqualTo(20));
    }

    [Test]
    public async Task The_same_request_again_gets_the_same_answer_and_changes_nothing()
    {
        var request = Organisation.Of("reader");
        await using var bench = await PolicyBench.StartAsync(request);

        await bench.ApplyAsync(request);

        var answers = await bench.PublishedAsync<OrganisationApplied>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That((await bench.PublishedAsync<PolicySetChanged>(2))[1].PolicySet.Version, Is.EqualTo(1));
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task Agents_that_are_not_active_yet_are_configured_again()
    {
        await using var bench = await PolicyBench.StartAsync();
        await bench.ApplyAsync(Organisation.Of("reader"));
        var first = (await bench.PublishedAsync<SystemConfigured>(1))[0];

        await bench.ApplyAsync(Organisation.Of("reader"));

        var second = (await bench.PublishedAsync<SystemConfigured>(2))[1];
        Assert.That((second.Configuration.AgentId, second.Configuration.Version), Is.EqualTo((first.Configuration.AgentId, 1)));
        await bench.Bus.Publish(PolicyBench.Registered(first.Configuration));
        var answers = await bench.PublishedAsync<OrganisationApplied>(2);
        Assert.That(answers.Select(x => x.Version), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task The_registration_that_completed_it_is_answered_again_when_it_is_delivered_again()
    {
        await using var bench = await PolicyBench.StartAsync();
        await bench.ApplyAsync(Organisation.Of("reader"));
        var registered = PolicyBench.Registered((await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration);
        var messageId = Guid.NewGuid();

        await bench.Bus.Publish(registered, x => x.MessageId = messageId);
        await bench.PublishedAsync<OrganisationApplied>(1);
        await bench.Bus.Publish(registered, x => x.MessageId = messageId);

        var answers = await bench.PublishedAsync<OrganisationApplied>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That(await bench.ReadAsync(db => db.Applications.Select(x => x.State).ToListAsync()), Is.EqualTo(new[] { OrganisationState.Applied }));
    }

    [Test]
    public async Task An_older_configuration_does_not_make_an_agent_active()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"));
        var old = (await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration;
        await bench.ApplyAsync(Organisation.Of() with { Systems = [Organisation.System("reader", "read")] });
        await bench.PublishedAsync<SystemConfigured>(2);

        await bench.Bus.Publish(PolicyBench.Registered(old));
        await bench.ConsumedAsync<AgentRegistered>(2);

        Assert.That(bench.Count<OrganisationApplied>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Two_VSM_instances_count_for_themselves()
    {
        await using var bench = await PolicyBench.StartAsync();
        await bench.ApplyAsync(Organisation.Of("reader"));
        await bench.ApplyAsync(Organisation.Of("reader") with { Vsm = "north" });

        var systems = (await bench.PublishedAsync<SystemConfigured>(2)).ConvertAll(x => x.Configuration);
        Assert.That(systems.Select(x => (x.Vsm, x.Number)), Is.EquivalentTo(new[] { ("root", 1), ("north", 1) }));
        Assert.That(systems.Select(x => x.AgentId), Is.Unique);
    }
}
