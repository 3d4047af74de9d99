namespace Vsm.Benchmarks.Pipeline;

/// <summary>One of the two that are compared.</summary>
internal interface ISide : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Runs tasks that do not count.</summary>
    Task WarmUpAsync(PipelineOptions options);

    Task<Round> RoundAsync(PipelineOptions options);
}
