using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_file_has_prompts
{
    private const string Head = "name: Letters\npurpose: Answer letters\nsystems:\n  - name: writer\n    kind: llm\n";

    [Test]
    public void Every_part_is_read()
    {
        using var folder = new OrganisationFolder();

        var loaded = folder.Load(Head + """
                model: openai/gpt-4o-mini
                prompt:
                  identity: a
                  values: b
                  boundaries: c
                  domain_facts: |-
                    d
                    e
                  interaction_style: f
                  edge_cases: g
                  escalation: h
                  response_structure: i
            """);

        Assert.That(folder.Texts(loaded), Is.Empty);
        Assert.That(loaded.Organisation!.Request.Systems.Single().Prompt, Is.EqualTo(new AgentPrompt
        {
            Identity = "a", Values = "b", Boundaries = "c", DomainFacts = "d\ne", InteractionStyle = "f", EdgeCases = "g", Escalation = "h", ResponseStructure = "i",
        }));
    }

    [TestCase("gpt-4o", "values: Be kind.", "org.yaml:6:12: systems[0].model: 'gpt-4o' is not a model; expected provider/model, such as openai/gpt-4o-mini")]
    [TestCase("a/b", "domain_fact: x", "org.yaml:8:7: systems[0].prompt: unknown key 'domain_fact'; did you mean 'domain_facts'?")]
    public void What_is_wrong_is_said_with_its_line(string model, string part, string error)
    {
        using var folder = new OrganisationFolder();

        Assert.That(folder.Errors($"{Head}    model: {model}\n    prompt:\n      {part}\n"), Is.EqualTo((string[])[error]));
    }

    [Test]
    public void A_part_that_is_too_long_is_named()
    {
        using var folder = new OrganisationFolder();

        Assert.That(
            folder.Errors($"{Head}    model: a/b\n    prompt:\n      values: {new string('x', 4001)}\n").Single(),
            Does.Contain("systems[0].prompt: the part 'values' of its prompt has 4001 characters; at most 4000 are allowed"));
    }
}
