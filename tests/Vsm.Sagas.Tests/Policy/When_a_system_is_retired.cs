using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_system_is_retired
{
    private static readonly ApplyOrganisation Request = Organisation.Of("reader", "writer") with
    {
        Policies = [Organisation.Policy("brief", "reader"), Organisation.Policy("kind", "reader", "writer")],
    };

    [Test]
    public async Task It_is_told_to_everybody_and_its_policies_are_out_of_force()
    {
        await using var bench = await PolicyBench.StartAsync(Request);
        var (reader, writer) = await SystemsAsync(bench);

        await RetireAsync(bench, reader);

        Assert.That((await bench.PublishedAsync<SystemRetired>(1))[0], Is.EqualTo(new SystemRetired
        {
            AgentId = reader.AgentId, Number = reader.Number, Name = "reader", By = "Ada", Reason = "no use",
        }));
        var set = (await bench.PublishedAsync<PolicySetChanged>(1, x => x.PolicySet.Version == 2))[0].PolicySet;
        Assert.That(set.Policies.Select(x => (x.Name, x.AgentId)), Is.EqualTo(new[] { ("kind", (Guid?)writer.AgentId) }));
        await bench.PublishedAsync<PurposeDefined>(1, x => x.Version == 2);
        await bench.AskAsync<FindAgentConfiguration, AgentConfigurationNotFound>("vsm.s5.systems", new FindAgentConfiguration { AgentId = reader.AgentId });
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync(x => x.AgentId == reader.AgentId)), Is.EqualTo(1), "its history stays");
        var entry = await bench.JournalAsync($"{reader.AgentId:n}/configuration/retired");
        Assert.That((entry.Actor, entry.Summary), Is.EqualTo(("Ada", "'reader' was retired: no use")));
        Assert.That(entry.Read<AgentConfiguration>().Name, Is.EqualTo("reader"));
    }

    [Test]
    public async Task Its_name_is_free_for_another()
    {
        await using var bench = await PolicyBench.StartAsync(Request);
        var (reader, _) = await SystemsAsync(bench);
        await RetireAsync(bench, reader);
        await bench.PublishedAsync<SystemRetired>(1);

        await bench.ApplyAsync(Request with { RequestId = Guid.NewGuid() });

        var another = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Name == "reader" && x.Configuration.AgentId != reader.AgentId))[0];
        Assert.That(another.Configuration.Number, Is.GreaterThan(reader.Number));
        var set = (await bench.PublishedAsync<PolicySetChanged>(1, x => x.PolicySet.Version == 3))[0].PolicySet;
        Assert.That(set.Policies.Where(x => x.Name == "brief").Select(x => x.AgentId), Is.EqualTo(new Guid?[] { another.Configuration.AgentId }));
    }

    [Test]
    public async Task Asked_again_it_is_told_again_and_nothing_else_changes()
    {
        await using var bench = await PolicyBench.StartAsync(Request);
        var (reader, _) = await SystemsAsync(bench);

        await RetireAsync(bench, reader);
        await bench.PublishedAsync<SystemRetired>(1);
        await RetireAsync(bench, reader);

        var told = await bench.PublishedAsync<SystemRetired>(2);
        Assert.That(told[1], Is.EqualTo(told[0]));
        Assert.That(await bench.ReadAsync(db => db.Organisations.Select(x => x.Version).SingleAsync()), Is.EqualTo(2));
        Assert.That(await bench.ReadAsync(db => db.Organisations.Select(x => x.PolicySetVersion).SingleAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_the_instance_does_not_have_is_refused()
    {
        await using var bench = await PolicyBench.StartAsync(Request);
        var (reader, _) = await SystemsAsync(bench);

        await bench.Bus.SendTo("vsm.s5.systems", new RetireSystem { AgentId = reader.AgentId, Vsm = "north", By = "Ada", Reason = "no use" });

        var fault = (await bench.PublishedAsync<Fault<RetireSystem>>(1))[0];
        Assert.That(fault.Exceptions.Single().Message, Is.EqualTo($"VSM 'north' has no System 1 with id {reader.AgentId}."));
        Assert.That(await bench.ReadAsync(db => db.Systems.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task An_organisation_that_waits_for_it_is_refused()
    {
        await using var bench = await PolicyBench.StartAsync();
        await bench.ApplyAsync(Request);
        var (reader, _) = await SystemsAsync(bench);

        await RetireAsync(bench, reader);

        var refused = (await bench.PublishedAsync<OrganisationRefused>(1))[0];
        Assert.That((refused.RequestId, refused.Reason), Is.EqualTo((Request.RequestId, "'reader' was retired: no use")));
    }

    private static async Task<(AgentConfiguration Reader, AgentConfiguration Writer)> SystemsAsync(PolicyBench bench)
    {
        var systems = await bench.PublishedAsync<SystemConfigured>(2);
        return (systems.Single(x => x.Configuration.Name == "reader").Configuration, systems.Single(x => x.Configuration.Name == "writer").Configuration);
    }

    private static Task RetireAsync(PolicyBench bench, AgentConfiguration system) =>
        bench.Bus.SendTo("vsm.s5.systems", new RetireSystem { AgentId = system.AgentId, By = "Ada", Reason = "no use" });
}
