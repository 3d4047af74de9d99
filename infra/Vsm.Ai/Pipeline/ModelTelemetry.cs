using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Vsm.Ai.Pipeline;

/// <summary>Activities and metrics <c>Vsm.Ai</c>, by the names that OpenTelemetry has for generative AI. No text of a prompt or an answer is in them.</summary>
internal sealed class ModelTelemetry
{
    public const string Name = "Vsm.Ai";

    public ModelTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Duration = meter.CreateHistogram("gen_ai.client.operation.duration", "s", "Time of one call of a model.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(x => 0.01 * Math.Pow(2, x))],
        });
        Tokens = meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens of one call of a model.", advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(x => (long)Math.Pow(4, x))],
        });
        Waits = meter.CreateHistogram("vsm.ai.rate.wait", "s", "Time that a call of a model waited for the model's rate.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [.. Enumerable.Range(0, 14).Select(x => 0.01 * Math.Pow(2, x))],
        });
        Hits = meter.CreateCounter<long>("vsm.ai.cache.hits", "{answer}", "Answers of models that were given again without a call.");
    }

    public static ActivitySource Activities { get; } = new(Name);

    public Histogram<double> Duration { get; }

    public Histogram<long> Tokens { get; }

    public Histogram<double> Waits { get; }

    public Counter<long> Hits { get; }
}
