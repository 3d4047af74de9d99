using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vsm.Contracts.Tests;

public sealed class When_other_versions_write
{
    private static IEnumerable<TestCaseData> Types => WireTypes.Cases();

    private static IEnumerable<TestCaseData> TypesThatRequire => WireTypes.Cases().Where(x => WireTypes.Required((Type)x.Arguments[0]!).Any());

    [TestCaseSource(nameof(Types))]
    public void What_an_old_one_leaves_out_is_read_as_its_default(Type type)
    {
        var written = Full(type);
        var required = WireTypes.Required(type).Select(x => Name(x.Name)).ToHashSet();
        foreach (var member in written.Select(x => x.Key).Where(x => !required.Contains(x)).ToList())
        {
            written.Remove(member);
        }

        Assert.That(Written(Read(type, written), type), Is.EqualTo(Written(Filler.Minimal(type), type)));
    }

    [TestCaseSource(nameof(Types))]
    public void What_a_new_one_adds_is_no_trouble(Type type)
    {
        var written = Full(type);
        written["addedLater"] = JsonNode.Parse("""{"deep":[{"er":null}]}""");
        Assert.That(Written(Read(type, written), type), Is.EqualTo(Written(Filler.Full(type), type)));
    }

    [TestCaseSource(nameof(TypesThatRequire))]
    public void A_required_member_that_is_missing_is_named(Type type)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var member in WireTypes.Required(type).Select(x => Name(x.Name)))
            {
                var written = Full(type);
                Assert.That(written.Remove(member), $"{member} is written");
                Assert.That(() => Read(type, written), Throws.InstanceOf<JsonException>().With.Message.Contains($"'{member}'"));
            }
        }
    }

    private static JsonObject Full(Type type) => JsonSerializer.SerializeToNode(Filler.Full(type), type, BusJson.Options)!.AsObject();

    private static object? Read(Type type, JsonObject json) => json.Deserialize(type, BusJson.Options);

    private static string Written(object? value, Type type) => JsonSerializer.Serialize(value, type, BusJson.Options);

    private static string Name(string member) => BusJson.Options.PropertyNamingPolicy!.ConvertName(member);
}
