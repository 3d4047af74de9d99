using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vsm.Testing.Models;

/// <summary>An answer in the format of OpenAI's chat completions, whole or as a stream of server-sent events.</summary>
internal sealed record ChatCompletionWire
{
    private const int PieceLength = 7;

    public string? Text { get; init; }

    public string? Refusal { get; init; }

    public IReadOnlyList<(string Id, string Name, string Arguments)> Calls { get; init; } = [];

    public (int Input, int Output)? Usage { get; init; }

    public string Finish { get; init; } = "stop";

    public JsonObject Whole(string model)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = Text, ["refusal"] = Refusal };
        if (Calls.Count > 0)
        {
            message["tool_calls"] = new JsonArray([.. Calls.Select(x => new JsonObject
            {
                ["id"] = x.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = x.Name, ["arguments"] = x.Arguments },
            })]);
        }

        var whole = Envelope(model, "chat.completion", new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = Finish });
        if (Usage is not null)
        {
            whole["usage"] = Count();
        }

        return whole;
    }

    public async Task StreamAsync(HttpResponse response, string model, bool whole)
    {
        response.ContentType = "text/event-stream";
        foreach (var delta in Deltas())
        {
            await SendAsync(Envelope(model, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = null }));
        }

        if (!whole)
        {
            return;
        }

        await SendAsync(Envelope(model, "chat.completion.chunk", new JsonObject { ["index"] = 0, ["delta"] = new JsonObject(), ["finish_reason"] = Finish }));
        if (Usage is not null)
        {
            var last = Envelope(model, "chat.completion.chunk");
            last["usage"] = Count();
            await SendAsync(last);
        }

        await response.WriteAsync("data: [DONE]\n\n");

        async Task SendAsync(JsonObject chunk)
        {
            await response.WriteAsync($"data: {chunk.ToJsonString(JsonSerializerOptions.Web)}\n\n");
            await response.Body.FlushAsync();
        }
    }

    private IEnumerable<JsonObject> Deltas()
    {
        yield return new JsonObject { ["role"] = "assistant", ["content"] = "" };
        foreach (var piece in (Text ?? "").Chunk(PieceLength))
        {
            yield return new JsonObject { ["content"] = new string(piece) };
        }

        foreach (var piece in (Refusal ?? "").Chunk(PieceLength))
        {
            yield return new JsonObject { ["refusal"] = new string(piece) };
        }

        foreach (var (index, call) in Calls.Index())
        {
            yield return Call(new JsonObject { ["index"] = index, ["id"] = call.Id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = call.Name, ["arguments"] = "" } });
            foreach (var piece in call.Arguments.Chunk(PieceLength))
            {
                yield return Call(new JsonObject { ["index"] = index, ["function"] = new JsonObject { ["arguments"] = new string(piece) } });
            }
        }
    }

    private static JsonObject Call(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private JsonObject Count() => new()
    {
        ["prompt_tokens"] = Usage!.Value.Input, ["completion_tokens"] = Usage.Value.Output, ["total_tokens"] = Usage.Value.Input + Usage.Value.Output,
    };

    private static JsonObject Envelope(string model, string type, params JsonNode[] choices) => new()
    {
        ["id"] = "chatcmpl-1", ["object"] = type, ["created"] = 1_700_000_000, ["model"] = model, ["choices"] = new JsonArray(choices),
    };
}
