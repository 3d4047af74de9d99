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
                  domain_facts: |
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

    [Test]
    public void What_is_wrong_is_said_with_its_line()
    {
        using var folder = new OrganisationFolder();

        Assert.That(folder.Errors($"{Head}    model: gpt-4o\n    prompt:\n      domain_fact: x\n      values: {new string('x', 4001)}\n"), Is.EqualTo((string[])
        [
            "org.yaml:6:12: systems[0].model: 'gpt-4o' is not a model; expected provider/model, such as openai/gpt-4o-mini",
            "org.yaml:8:7: systems[0].prompt: unknown key 'domain_fact'; did you mean 'domain_facts'?",
            "org.yaml:8:7: systems[0].prompt: the part 'values' of its prompt has 4001 characters; at most 4000 are allowed",
        ]));
    }
}
