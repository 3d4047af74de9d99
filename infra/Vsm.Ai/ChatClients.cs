using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Ai.Anthropic;
using Vsm.Ai.OpenAi;
using Vsm.Ai.Pipeline;

namespace Vsm.Ai;

/// <summary>The models that can be called, by name: <c>provider/model</c>.</summary>
public sealed class ChatClients : IDisposable
{
    private readonly AiOptions _options;
    private readonly Dictionary<string, ProviderOptions> _providers;
    private readonly ModelTerms _terms;
    private readonly AnswerCache _answers;
    private readonly ModelTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly ILogger<ChatClients> _logger;
    private readonly ConcurrentDictionary<ModelName, IChatClient> _clients = new();

    // A provider that sends somebody elsewhere would send the key there, too.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    internal ChatClients(IOptions<AiOptions> options, ModelTerms terms, ModelTelemetry telemetry, TimeProvider clock, ILogger<ChatClients> logger)
    {
        (_options, _terms, _telemetry, _clock, _logger) = (options.Value, terms, telemetry, clock, logger);
        _answers = new AnswerCache(_options.CacheMegabytes * 1024L * 1024, clock);
        _providers = new Dictionary<string, ProviderOptions>(_options.Providers, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Why a model cannot be called; null: nothing is known against it before it is.</summary>
    public string? Problem(string? model) => Against(model)?.Message;

    /// <summary>The client of a model, with the whole pipeline.</summary>
    /// <exception cref="ModelException">It is not set up, or not allowed.</exception>
    public IChatClient Get(string? model)
    {
        if (Against(model) is { } problem)
        {
            throw problem;
        }

        return _clients.GetOrAdd(ModelName.Parse(model)!, Create);
    }

    /// <summary>Whether two names may mean the same model of the same provider, however they are written.</summary>
    public bool MayBeSame(string model, string other) => ModelIdentity.Of(model, AddressOf).MayBe(ModelIdentity.Of(other, AddressOf));

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        _http.Dispose();
    }

    private ModelException? Against(string? model)
    {
        if (ModelName.Parse(model) is not { } name)
        {
            return NotConfigured(string.IsNullOrWhiteSpace(model)
                ? "No model is named; name one as provider/model, such as openai/gpt-4o-mini."
                : $"'{model}' names no model; write provider/model, such as openai/gpt-4o-mini.");
        }

        var path = $"{AiOptions.Section}:Providers:{name.Provider}";
        if (!_providers.TryGetValue(name.Provider, out var provider))
        {
            return NotConfigured(
                $"No provider '{name.Provider}' is set up for the model {name}: set {path}:Key, or {path}:BaseUrl for a server that speaks as OpenAI does"
                + (_providers.Count == 0 ? "." : $"; there are {string.Join(", ", _providers.Keys.Order(StringComparer.Ordinal))}."));
        }

        if (string.IsNullOrEmpty(provider.Key) && provider.BaseUrl is null)
        {
            return NotConfigured($"The provider '{name.Provider}' has no key for the model {name}: set {path}:Key.");
        }

        return _terms.Allowed.Against(name) is { } notAllowed ? new ModelException(ModelError.NotAllowed, notAllowed) : null;
    }

    private IChatClient Create(ModelName name)
    {
        var provider = _providers[name.Provider];
        IChatClient client = ProviderKinds.Of(name.Provider, provider) == ProviderKinds.Anthropic
            ? AnthropicChatClient.Create(name, provider, _http)
            : new OpenAiChatClient(name, provider, _http);
        return ChatPipeline.Build(client, name, provider.BaseUrl, _options, _terms, _answers, _telemetry, _clock, _logger);
    }

    private Uri? AddressOf(string provider) => _providers.GetValueOrDefault(provider)?.BaseUrl;

    private static ModelException NotConfigured(string message) => new(ModelError.NotConfigured, message);
}
