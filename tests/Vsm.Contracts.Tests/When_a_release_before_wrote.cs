using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;

namespace Vsm.Contracts.Tests;

/// <summary>
/// Messages as the two releases before wrote them, which may wait in a queue or be sent by a replica that is not replaced yet. At a release
/// <c>infra/record-release.sh</c> adds those of the present one.
/// </summary>
public sealed class When_a_release_before_wrote
{
    private const int Kept = 2;

    private static IEnumerable<TestCaseData> Recorded =>
        from folder in Directory.EnumerateDirectories(Snapshot.Releases)
        from file in Directory.EnumerateFiles(folder, "*.json")
        let name = Path.GetFileNameWithoutExtension(file)
        select new TestCaseData(Path.GetFileName(folder), name).SetArgDisplayNames(Path.GetFileName(folder), name["Vsm.Contracts.".Length..]);

    [TestCaseSource(nameof(Recorded))]
    public void All_that_it_says_arrives(string release, string name)
    {
        var type = WireTypes.All.SingleOrDefault(x => WireTypes.NameOf(x) == name);
        Assert.That(type, Is.Not.Null, $"release {release} sends {name}, and nothing can read it");
        var said = JsonNode.Parse(File.ReadAllText(Path.Combine(Snapshot.Releases, release, $"{name}.json")))!;

        var read = JsonSerializer.SerializeToNode(Receive(type!, said), type!, BusJson.Options);
        Assert.That(RecordedJson.Lost(said, read), Is.Empty);
    }

    [Test]
    public void As_many_releases_are_kept_as_run_beside_this_one() =>
        Assert.That(Directory.EnumerateDirectories(Snapshot.Releases).Count(), Is.EqualTo(Kept), "infra/record-release.sh adds one and removes the oldest");

    [Test]
    public void What_is_lost_or_changed_on_the_way_is_named() => Assert.That(
        RecordedJson.Lost(
            JsonNode.Parse("""{"a":1,"b":{"c":"x","d":null},"e":[{"f":1},{"f":2}]}"""), JsonNode.Parse("""{"a":1,"b":{"new":1},"e":[{"f":1},{"f":3,"new":[]}]}""")),
        Is.EqualTo((string[])["$.b.c: \"x\" became nothing", "$.e[1].f: 2 became 3"]));

    // As a consumer gets it, with the envelope around it.
    private static object Receive(Type type, JsonNode message)
    {
        var envelope = new JsonObject { ["messageType"] = new JsonArray(MessageUrn.ForTypeString(type)), ["message"] = message.DeepClone() };
        _ = BusJson.Options;
        var context = SystemTextJsonMessageSerializer.Instance.Deserialize(new StringMessageBody(envelope.ToJsonString()), new DictionarySendHeaders());
        return context.TryGetMessage(type, out var read) ? read! : throw new AssertionException($"{type} was not recognised.");
    }
}
