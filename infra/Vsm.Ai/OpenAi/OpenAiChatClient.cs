using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Vsm.Ai.OpenAi;

/// <summary>An <see cref="IChatClient"/> for the chat completions of OpenAI, and of everything that speaks as it does.</summary>
internal sealed class OpenAiChatClient : IChatClient
{
    private static readonly Uri Official = new("https://api.openai.com/v1");
    private readonly OpenAIClient _client;
    private readonly ModelName _model;
    private readonly ChatClientMetadata _metadata;
    private readonly OpenAiFailures _failures;

    public OpenAiChatClient(ModelName model, ProviderOptions provider, HttpClient http)
    {
        var address = provider.BaseUrl ?? Official;
        _model = model;
        _metadata = new ChatClientMetadata(model.Provider, address, model.Model);
        _failures = new OpenAiFailures(address, provider.Key);
        // Retries and time limits are the pipeline's, which can be seen and set.
        _client = new OpenAIClient(new ApiKeyCredential(string.IsNullOrEmpty(provider.Key) ? "none" : provider.Key), new OpenAIClientOptions
        {
            Endpoint = address,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
            Transport = new HttpClientPipelineTransport(http),
        });
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var model = ModelOf(options);
        var request = OpenAiRequest.Messages(messages, options);
        var settings = OpenAiRequest.Options(options);
        try
        {
            var completion = await _client.GetChatClient(model.Model).CompleteChatAsync(request, settings, cancellationToken);
            return OpenAiResponse.Read(completion.Value);
        }
        catch (Exception exception) when (_failures.Of(exception, model, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var model = ModelOf(options);
        var request = OpenAiRequest.Messages(messages, options);
        var settings = OpenAiRequest.Options(options);
        var reading = new OpenAiStream();
        await using var updates = _client.GetChatClient(model.Model).CompleteChatStreamingAsync(request, settings, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync() is { } update)
        {
            yield return update;
        }

        if (!reading.Finished)
        {
            throw new ModelException(ModelError.BadAnswer, $"{model} broke its answer off.");
        }

        yield return reading.End();

        async ValueTask<ChatResponseUpdate?> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync() ? reading.Read(updates.Current) : null;
            }
            catch (Exception exception) when (_failures.Of(exception, model, cancellationToken) is { } failure)
            {
                throw failure;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType == typeof(OpenAIClient) ? _client
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // The connections are the caller's.
    }

    private ModelName ModelOf(ChatOptions? options) => options?.ModelId is { } other ? _model with { Model = other } : _model;
}
