using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = OpenAI.Chat.ChatResponseFormat;

namespace Vsm.Ai.OpenAi;

/// <summary>Writes a request as OpenAI wants it.</summary>
internal static class OpenAiRequest
{
    private const string SchemaName = "answer";

    public static List<OpenAI.Chat.ChatMessage> Messages(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = new List<OpenAI.Chat.ChatMessage>();
        if (!string.IsNullOrEmpty(options?.Instructions))
        {
            request.Add(new SystemChatMessage(options.Instructions));
        }

        foreach (var message in messages)
        {
            request.AddRange(Message(message));
        }

        return request;
    }

    public static ChatCompletionOptions Options(ChatOptions? options)
    {
        var request = new ChatCompletionOptions
        {
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            MaxOutputTokenCount = options?.MaxOutputTokens,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            ResponseFormat = Format(options?.ResponseFormat),
        };
        foreach (var stop in options?.StopSequences ?? [])
        {
            request.StopSequences.Add(stop);
        }

        foreach (var tool in options?.Tools ?? [])
        {
            request.Tools.Add(Tool(tool));
        }

        if (request.Tools.Count > 0)
        {
            request.AllowParallelToolCalls = options!.AllowMultipleToolCalls;
            request.ToolChoice = options.ToolMode switch
            {
                NoneChatToolMode => ChatToolChoice.CreateNoneChoice(),
                RequiredChatToolMode { RequiredFunctionName: { } name } => ChatToolChoice.CreateFunctionChoice(name),
                RequiredChatToolMode => ChatToolChoice.CreateRequiredChoice(),
                AutoChatToolMode => ChatToolChoice.CreateAutoChoice(),
                _ => null,
            };
        }

        return request;
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Message(ChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            return [new SystemChatMessage(message.Text)];
        }

        if (message.Role == ChatRole.Tool)
        {
            return message.Contents.OfType<FunctionResultContent>().Select(x => new ToolChatMessage(x.CallId, Result(x)));
        }

        return message.Role == ChatRole.Assistant ? [Assistant(message)] : [new UserChatMessage(message.Contents.Select(Part))];
    }

    private static AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(x => ChatToolCall.CreateFunctionToolCall(x.CallId, x.Name, BinaryData.FromString(JsonSerializer.Serialize(x.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions))))
            .ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var request = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            request.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return request;
    }

    private static ChatMessageContentPart Part(AIContent content) => content switch
    {
        TextContent text => ChatMessageContentPart.CreateTextPart(text.Text),
        DataContent data when data.HasTopLevelMediaType("image") => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(data.Data), data.MediaType),
        _ => throw new ModelException(ModelError.BadRequest, $"Content of type {content.GetType().Name} cannot be sent to a model; text and images can."),
    };

    private static string Result(FunctionResultContent content) => content.Result switch
    {
        null => "",
        string text => text,
        var other => JsonSerializer.Serialize(other, AIJsonUtilities.DefaultOptions),
    };

    private static ChatTool Tool(AITool tool) => tool is AIFunctionDeclaration function
        ? ChatTool.CreateFunctionTool(function.Name, function.Description, BinaryData.FromString(function.JsonSchema.GetRawText()))
        : throw new ModelException(ModelError.BadRequest, $"The tool '{tool.Name}' is no function; only functions can be offered to a model.");

    private static ChatResponseFormat? Format(Microsoft.Extensions.AI.ChatResponseFormat? format) => format switch
    {
        ChatResponseFormatJson { Schema: { } schema } json => ChatResponseFormat.CreateJsonSchemaFormat(
            json.SchemaName ?? SchemaName, BinaryData.FromString(schema.GetRawText()), json.SchemaDescription),
        ChatResponseFormatJson => ChatResponseFormat.CreateJsonObjectFormat(),
        ChatResponseFormatText => ChatResponseFormat.CreateTextFormat(),
        _ => null,
    };
}
