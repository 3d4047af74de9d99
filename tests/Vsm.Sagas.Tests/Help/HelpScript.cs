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

    /// <summary>Answers that nothing can follow from, each as often as it is asked for.</summary>
    public static IEnumerable<ChatReply> Useless =>
    [
        ChatReply.Text("I would rather chat."),
        ChatReply.Text("""{"unknown": true}"""),
        ChatReply.Text("[]"),
        ChatReply.Text(""),
        ChatReply.Refusal("I cannot help with that."),
        ChatReply.Text("{", finish: "length"),
        ChatReply.Calls(("1", "write_file", "{}")),
        ChatReply.Error(401),
        ChatReply.Error(503),
        ChatReply.Raw("<html>"),
    ];
}
