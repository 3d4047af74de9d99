using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Ai.Pipeline;
using Vsm.Hosting.Settings;

namespace Vsm.Benchmarks.Micro;

/// <summary>What the pipeline adds to a call of a model that answers at once, prompt of some 4,000 characters.</summary>
public class ModelPipeline
{
    private static readonly ModelName Model = new("test", "m");
    private readonly ChatMessage[] _prompt = [new(ChatRole.System, new string('s', 2000)), new(ChatRole.User, new string('u', 2000))];
    private readonly Instant _provider = new();
    private ModelPrices _prices = null!;
    private IChatClient _plain = null!;
    private IChatClient _full = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _plain = Build(new AiOptions());
        _full = Build(new AiOptions
        {
            AllowedModels = "test/*", Prices = [new PriceOptions { Model = "test/*", Input = 1, Output = 1 }],
            Rates = [new RateOptions { Model = "test/*", Tokens = int.MaxValue }], Caches = [new CacheOptions { Model = "test/*", Age = TimeSpan.FromDays(1) }],
        });
    }

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> ProviderAlone() => _provider.GetResponseAsync(_prompt, new ChatOptions { MaxOutputTokens = 100 });

    [Benchmark]
    public Task<ChatResponse> Plain() => _plain.GetResponseAsync(_prompt, new ChatOptions { MaxOutputTokens = 100 });

    [Benchmark]
    public Task<ChatResponse> PaidFromAnAllowance() =>
        new Allowance(_prices, 1, 1, null).Guard(_full).GetResponseAsync(_prompt, new ChatOptions { MaxOutputTokens = 100 });

    [Benchmark]
    public Task<ChatResponse> GivenAgain() => _full.GetResponseAsync(_prompt, new ChatOptions { MaxOutputTokens = 100, Temperature = 0 });

    private IChatClient Build(AiOptions options)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        var terms = new ModelTerms(Options.Create(options), new RuntimeSettings());
        _prices = new ModelPrices(terms);
        return ChatPipeline.Build(
            _provider, Model, new Uri("http://127.0.0.1:1"), options, terms, new AnswerCache(1 << 20, TimeProvider.System), new ModelTelemetry(meters), TimeProvider.System,
            NullLogger.Instance);
    }

    private sealed class Instant : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "Here."))
            {
                FinishReason = ChatFinishReason.Stop, Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 10 },
            });

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
