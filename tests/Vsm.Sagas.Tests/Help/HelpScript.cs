using System.Text.Json;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Help;

/// <summary>What a scripted model answers to functions that ask for help, and how they reach it.</summary>
internal static class HelpScript
{
    public const string Model = "test/helper";

    public static (string, string)[] Settings(ChatServer server, string function) =>
    [
        ("Vsm:Ai:Providers:test:BaseUrl", server.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:RetryPause", "00:00:00"),
        ("Vsm:Ai:Prices:0:Model", Model), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"), ($"Vsm:Models:{function}:Model", Model),
    ];

    public static ChatReply Says(object answer) => ChatReply.Text(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web), (1_000, 100));

    /// <summary>Answers that nothing can follow from.</summary>
    public static IReadOnlyList<string> Useless => ["talk", "other members", "a list", "nothing", "a refusal", "half", "a call", "no key", "no provider", "a page"];

    public static ChatReply Reply(string useless) => useless switch
    {
        "talk" => ChatReply.Text("I would rather chat."),
        "other members" => ChatReply.Text("""{"unknown": true}"""),
        "a list" => ChatReply.Text("[]"),
        "nothing" => ChatReply.Text(""),
        "a refusal" => ChatReply.Refusal("I cannot help with that."),
        "half" => ChatReply.Text("{", finish: "length"),
        "a call" => ChatReply.Calls(("1", "write_file", "{}")),
        "no key" => ChatReply.Error(401),
        "no provider" => ChatReply.Error(503),
        _ => ChatReply.Raw("<html>"),
    };
}
