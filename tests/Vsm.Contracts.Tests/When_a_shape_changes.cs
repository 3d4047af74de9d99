using System.Text.Json;

namespace Vsm.Contracts.Tests;

public sealed class When_a_shape_changes
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<TestCaseData> Types => WireTypes.Cases();

    [TestCaseSource(nameof(Types))]
    public void The_snapshot_has_to_be_approved(Type type) => Snapshot.Match($"{WireTypes.NameOf(type)}.json", Written(type));

    [Test]
    public void No_snapshot_outlives_its_type()
    {
        var known = WireTypes.All.Select(x => $"{WireTypes.NameOf(x)}.json").Append(When_the_public_surface_changes.File);
        Assert.That(Snapshot.Files.Except(known), Is.Empty, "what was sent under these names may still be under way; remove a type only once nobody sends it");
    }

    [Test]
    public void Every_conversation_has_its_messages_here() =>
        Assert.That(
            WireTypes.All.Select(x => x.Namespace).Distinct(),
            Is.SupersetOf((string[])["Vsm.Contracts.Audit", "Vsm.Contracts.Control", "Vsm.Contracts.Dashboard", "Vsm.Contracts.Http", "Vsm.Contracts.Operations", "Vsm.Contracts.Policy"]));

    [Test]
    public void The_difference_is_shown_line_by_line() =>
        Assert.That(LineDiff.Of("{\n  a\n  b\n  c\n  d\n  e\n}\n", "{\n  a\n  b\n  c\n  x\n  e\n}\n"), Is.EqualTo("  ...\n    b\n    c\n-   d\n+   x\n    e\n  }"));

    private static string Written(Type type)
    {
        var json = JsonSerializer.Serialize(Filler.Full(type), type, BusJson.Options);
        return JsonSerializer.Serialize(JsonElement.Parse(json), Indented);
    }
}
