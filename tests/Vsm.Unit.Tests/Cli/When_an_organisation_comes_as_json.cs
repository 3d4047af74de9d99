using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_an_organisation_comes_as_json
{
    [TestCase("""{"name":"a","purpose":"b","systems":null}""", "systems: is null; expected a value")]
    [TestCase("""{"name":"a","purpose":"b","systems":[null]}""", "systems[0]: is null; expected a value")]
    [TestCase("""{"name":null,"purpose":"b"}""", "name: is null; expected a value")]
    [TestCase("""{"name":"a","purpose":"b","policies":[{"name":"p","rule":"r","readings":[{"check":"max_sentences","parameters":{"max":null}}]}]}""",
        "policies[0].readings[0].parameters.max: is null; expected a value")]
    [TestCase("""{"name":"a","purpose":"b","systems":[{"name":"w","steps":[{"function":"agregate"}]}]}""",
        "systems[0].steps[0].function: unknown function 'agregate'; did you mean 'aggregate'?")]
    [TestCase("""{"name":"a","purpose":"b","policies":[{"name":"p","rule":"r","whenVague":"MustAgree"}]}""",
        "policies[0].whenVague: found 'MustAgree'; expected strict or lenient")]
    [TestCase("""{"name":"a","purpose":"b","vsm":"A"}""",
        "vsm: 'A' is not a name; expected lower-case letters, digits and '-', starting with a letter or digit, at most 63 characters")]
    public void Its_faults_are_named_by_their_paths(string json, string expected)
    {
        var request = JsonSerializer.Deserialize<OrganisationRequest>(json, JournalJson.Options)!;
        var problems = OrganisationValidation.Validate(request, Catalogues.Functions, Catalogues.Checks);
        Assert.That(problems.Select(x => $"{x.Path}: {x.Message}"), Is.EqualTo([expected]));
    }

    [Test]
    public void A_task_is_held_to_its_limits()
    {
        var request = JsonSerializer.Deserialize<TaskRequest>("""{"content":"","priority":-1,"assignee":" ","requiredCapabilities":["A"]}""", JournalJson.Options)!;
        Assert.That(TaskRequestValidation.Validate(request).Select(x => x.Path), Is.EqualTo(["content", "priority", "requiredCapabilities[0]", "assignee"]));
    }
}
