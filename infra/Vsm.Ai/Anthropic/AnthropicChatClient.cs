using System.Runtime.CompilerServices;
using Anthropic;
using Anthropic.Exceptions;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Anthropic;

/// <summary>The package's own client, with failures told as all providers' are.</summary>
internal sealed class AnthropicChatClient : DelegatingChatClient
{
    private static readonly Uri Official = new("https://api.anthropic.com");
    private readonly ModelName _model;
    private readonly Uri _address;
    private readonly string? _key;

    private AnthropicChatClient(IChatClient inner, ModelName model, Uri address, string? key)
        : base(inner) => (_model, _address, _key) = (model, address, key);

    public static AnthropicChatClient Create(ModelName model, ProviderOptions provider, HttpClient http)
    {
        var address = provider.BaseUrl ?? Official;
        var client = new AnthropicClient
        {
            ApiKey = string.IsNullOrEmpty(provider.Key) ? "none" : provider.Key,
            BaseUrl = address.OriginalString,
            HttpClient = http,
            MaxRetries = 0,
            Timeout = TimeSpan.FromHours(1), // the pipeline's limit is the shorter one
        };
        return new AnthropicChatClient(client.AsIChatClient(model.Model), model, address, provider.Key);
    }

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (Exception exception) when (Failure(exception, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var updates = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync())
        {
            yield return updates.Current;
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await updates.MoveNextAsync();
            }
            catch (Exception exception) when (Failure(exception, cancellationToken) is { } failure)
            {
                throw failure;
            }
        }
    }

    private ModelException? Failure(Exception exception, CancellationToken cancel)
    {
        var text = FailureText.Plain(exception.Message, _key);
        switch (exception)
        {
            case AnthropicApiException refused:
                var error = FailureText.ErrorOf((int)refused.StatusCode, text);
                return new ModelException(error, FailureText.Of(error, (int)refused.StatusCode, _model, _address, text));
            case AnthropicIOException or HttpRequestException or IOException:
                return FailureText.NoConnection(_model, _address, text, exception);
            case AnthropicException:
                return new ModelException(ModelError.BadAnswer, $"What {_model} answered cannot be read: {text}");
            case OperationCanceledException when !cancel.IsCancellationRequested:
                return new ModelException(ModelError.TimedOut, $"{_model} did not answer in time.", exception);
            default:
                return null;
        }
    }
}
