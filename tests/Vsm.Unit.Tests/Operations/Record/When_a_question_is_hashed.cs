using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.S1.Operations.Record;

namespace Vsm.Unit.Tests.Operations.Record;

public sealed class When_a_question_is_hashed
{
    private static readonly ChatOptions Options = new() { MaxOutputTokens = 100 };

    [Test]
    public void It_is_the_same_after_its_answers_were_stored_and_read()
    {
        ChatMessage answer = new(ChatRole.Assistant,
        [
            new TextContent("Ich sehe nach: \u00e4\u0000\ud83d\ude00"),
            new FunctionCallContent("call_1", "file", new Dictionary<string, object?> { ["path"] = "a b.txt", ["n"] = 1.50m, ["deep"] = new[] { "x" } }),
        ]);

        var stored = JsonSerializer.Deserialize<ChatMessage>(JsonSerializer.Serialize(answer, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        var again = JsonSerializer.Deserialize<ChatMessage>(JsonSerializer.Serialize(stored, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;

        Assert.That(AskedHash.Of("m", [stored], Options), Is.EqualTo(AskedHash.Of("m", [again], Options)));
        Assert.That(AskedHash.Of(stored.Contents.OfType<FunctionCallContent>().Single()), Is.EqualTo(AskedHash.Of(again.Contents.OfType<FunctionCallContent>().Single())));
    }

    [Test]
    public void Whatever_changes_the_answer_changes_it()
    {
        ChatMessage[] messages = [new(ChatRole.System, "Be kind."), new(ChatRole.User, "Hello")];
        var tool = AIFunctionFactory.CreateDeclaration("file", "Reads.", JsonElement.Parse("""{"type":"object"}"""));
        string[] hashes =
        [
            AskedHash.Of("m", messages, Options),
            AskedHash.Of("n", messages, Options),
            AskedHash.Of("m", [messages[0], new(ChatRole.User, "Hello!")], Options),
            AskedHash.Of("m", [messages[0], new(ChatRole.Assistant, "Hello")], Options),
            AskedHash.Of("m", [messages[1]], Options),
            AskedHash.Of("m", messages, new ChatOptions { MaxOutputTokens = 101 }),
            AskedHash.Of("m", messages, new ChatOptions { MaxOutputTokens = 100, Temperature = 0 }),
            AskedHash.Of("m", messages, new ChatOptions { MaxOutputTokens = 100, ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}""")) }),
            AskedHash.Of("m", messages, new ChatOptions { MaxOutputTokens = 100, Tools = [tool] }),
        ];

        Assert.That(hashes, Is.Unique);
        Assert.That(hashes, Has.All.Length.EqualTo(64));
    }
}
