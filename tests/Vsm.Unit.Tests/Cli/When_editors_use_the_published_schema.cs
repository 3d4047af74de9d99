using System.Runtime.CompilerServices;
using System.Text.Json;
using Vsm.Cli.Organisation;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_editors_use_the_published_schema
{
    private readonly JsonElement _schema = JsonDocument.Parse(File.ReadAllText(SchemaPath())).RootElement;

    [Test]
    public void It_has_the_keys_that_the_loader_knows()
    {
        Assert.That(Keys(_schema), Is.EquivalentTo(OrganisationKeys.Organisation));
        Assert.That(Keys(Definition("system")), Is.EquivalentTo(OrganisationKeys.System));
        Assert.That(Keys(Definition("prompt")), Is.EquivalentTo(OrganisationKeys.Prompt));
        Assert.That(Keys(Definition("tools")), Is.EquivalentTo(OrganisationKeys.Tools));
        Assert.That(Keys(Definition("capability").GetProperty("anyOf")[1]), Is.EquivalentTo(OrganisationKeys.Capability));
        Assert.That(Keys(Definition("policy")), Is.EquivalentTo(OrganisationKeys.Policy));
        Assert.That(Keys(Definition("limits")), Is.EquivalentTo(OrganisationKeys.Limits));
        Assert.That(Keys(Definition("task")), Is.EquivalentTo(OrganisationKeys.Task));
        Assert.That(Keys(Definition("step")), Is.EquivalentTo([OrganisationKeys.Function]));
        Assert.That(Keys(Definition("check")), Is.EquivalentTo([OrganisationKeys.Type]));
    }

    [TestCase("system")]
    [TestCase("prompt")]
    [TestCase("tools")]
    [TestCase("policy")]
    [TestCase("limits")]
    [TestCase("task")]
    public void Unknown_keys_are_errors(string definition)
    {
        Assert.That(_schema.GetProperty("additionalProperties").GetBoolean(), Is.False);
        Assert.That(Definition(definition).GetProperty("additionalProperties").GetBoolean(), Is.False);
    }

    [Test]
    public void Every_key_is_described() => Assert.That(
        _schema.GetProperty("$defs").EnumerateObject().Select(x => x.Value).Append(_schema)
            .Where(x => x.TryGetProperty("properties", out _))
            .SelectMany(x => x.GetProperty("properties").EnumerateObject())
            .Where(x => !x.Value.TryGetProperty("description", out var text) || text.GetString()!.Length == 0)
            .Select(x => x.Name),
        Is.Empty);

    [Test]
    public void Kinds_and_levels_are_those_of_the_validation()
    {
        var system = Definition("system").GetProperty("properties");
        Assert.That(Texts(system.GetProperty("kind").GetProperty("enum")), Is.EqualTo(OrganisationNames.Kinds));
        Assert.That(Texts(system.GetProperty("permissions").GetProperty("additionalProperties").GetProperty("enum")), Is.EqualTo(OrganisationNames.PermissionLevels));
    }

    private JsonElement Definition(string name) => _schema.GetProperty("$defs").GetProperty(name);

    private static IEnumerable<string> Keys(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(x => x.Name);

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(x => x.GetString());

    private static string SchemaPath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "infra", "samples", "organisation.schema.json");
}
