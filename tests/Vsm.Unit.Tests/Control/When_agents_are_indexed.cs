using Vsm.S3.Control.Delegation;

namespace Vsm.Unit.Tests.Control;

public sealed class When_agents_are_indexed
{
    private readonly AgentIndex _index = new([
        Given.Candidate(1, "count sum"),
        Given.Candidate(2, "sum", status: Vsm.Contracts.Control.AgentStatus.Draining),
        With(Given.Candidate(3, "write"), "gpt-4")]);

    [Test]
    public void They_are_found_by_capability_whatever_its_case() => Assert.That(Numbers(_index.FindByCapability("SUM")), Is.EqualTo([1, 2]));

    [Test]
    public void They_are_found_by_model_and_without_one_by_kind() =>
        Assert.That((Numbers(_index.FindByModel("gpt-4")), Numbers(_index.FindByModel("function"))), Is.EqualTo((new[] { 3 }, new[] { 1, 2 })));

    [TestCase("", "1 2 3")]
    [TestCase("sum", "1 2")]
    [TestCase("sum count", "1")]
    [TestCase("sum write", "")]
    public void Only_those_are_capable_that_have_every_capability(string required, string expected) => Assert.That(
        string.Join(' ', Numbers(_index.FindCapable(required.Split(' ', StringSplitOptions.RemoveEmptyEntries)))), Is.EqualTo(expected));

    private static int[] Numbers(IEnumerable<Candidate> agents) => [.. agents.Select(x => x.Agent.Number)];

    private static Candidate With(Candidate agent, string model) => agent with { Agent = agent.Agent with { Model = model } };
}
