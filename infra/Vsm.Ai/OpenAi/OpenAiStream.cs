using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Vsm.Ai.OpenAi;

/// <summary>Reads a streamed answer: text is given on as it comes, calls of tools when they are whole.</summary>
internal sealed class OpenAiStream
{
    private readonly SortedDictionary<int, PartialCall> _calls = [];
    private string? _id;
    private string? _model;

    /// <summary>Whether the model said why it ended.</summary>
    public bool Finished { get; private set; }

    public ChatResponseUpdate Read(StreamingChatCompletionUpdate update)
    {
        _id ??= update.CompletionId;
        _model ??= update.Model;
        var given = New();
        foreach (var part in update.ContentUpdate.Where(x => x.Kind == ChatMessageContentPartKind.Text))
        {
            given.Contents.Add(new TextContent(part.Text));
        }

        foreach (var call in update.ToolCallUpdates)
        {
            if (!_calls.TryGetValue(call.Index, out var partial))
            {
                _calls[call.Index] = partial = new PartialCall();
            }

            partial.Id ??= call.ToolCallId;
            partial.Name ??= call.FunctionName;
            partial.Arguments.Append(call.FunctionArgumentsUpdate?.ToMemory().Length > 0 ? call.FunctionArgumentsUpdate.ToString() : "");
        }

        if (!string.IsNullOrEmpty(update.RefusalUpdate))
        {
            given.Contents.Add(new ErrorContent(update.RefusalUpdate) { ErrorCode = OpenAiResponse.RefusalCode });
        }

        if (update.Usage is { } usage)
        {
            given.Contents.Add(new UsageContent(OpenAiResponse.Usage(usage)));
        }

        if (update.FinishReason is { } reason)
        {
            Finished = true;
            given.FinishReason = OpenAiResponse.Reason(reason);
        }

        return given;
    }

    /// <summary>The last update, with the calls.</summary>
    public ChatResponseUpdate End()
    {
        var last = New();
        foreach (var (index, call) in _calls)
        {
            last.Contents.Add(OpenAiResponse.Call(call.Id ?? $"call_{index}", call.Name ?? "", call.Arguments.ToString()));
        }

        return last;
    }

    private ChatResponseUpdate New() => new() { Role = ChatRole.Assistant, ResponseId = _id, MessageId = _id, ModelId = _model };

    private sealed class PartialCall
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
