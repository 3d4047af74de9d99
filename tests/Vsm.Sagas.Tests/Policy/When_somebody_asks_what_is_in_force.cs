using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_somebody_asks_what_is_in_force
{
    private const string Queue = "vsm.s5.systems";

    [Test]
    public async Task The_newest_configuration_is_found()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"));
        var configured = (await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration;

        var found = await bench.AskAsync<FindAgentConfiguration, AgentConfigurationFound>(Queue, new() { AgentId = configured.AgentId });

        Assert.That((found.Configuration.Name, found.Configuration.Version), Is.EqualTo(("reader", 1)));
        Assert.That(found.Configuration.Steps.Single().Function, Is.EqualTo("text.summarise"));
    }

    [Test]
    public async Task An_unknown_agent_is_not_found()
    {
        await using var bench = await PolicyBench.StartAsync();
        var agentId = Guid.NewGuid();

        var answer = await bench.AskAsync<FindAgentConfiguration, AgentConfigurationNotFound>(Queue, new() { AgentId = agentId });

        Assert.That(answer.AgentId, Is.EqualTo(agentId));
    }

    [Test]
    public async Task The_policy_set_is_found_and_without_organisation_it_is_empty()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader") with { Policies = [Organisation.Policy("brief")] });

        var root = (await bench.AskAsync<FindPolicySet, PolicySetFound>(Queue, new())).PolicySet;
        var other = (await bench.AskAsync<FindPolicySet, PolicySetFound>(Queue, new() { Vsm = "north" })).PolicySet;

        Assert.That((root.Version, root.Policies.Single().Name), Is.EqualTo((1, "brief")));
        Assert.That((other.Vsm, other.Version, other.Policies.Count), Is.EqualTo(("north", 0, 0)));
    }
}
