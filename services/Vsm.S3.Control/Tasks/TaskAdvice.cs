using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Tasks;

/// <summary>What a model helped with; null for tasks that none was asked about. Replaced, never changed in place.</summary>
internal sealed record TaskAdvice
{
    /// <summary>The count of attempts at which a model was asked last: it is asked once at each.</summary>
    public int? Attempt { get; init; }

    /// <summary>The step whose answer is awaited; none: nothing is.</summary>
    public int? Step { get; init; }

    /// <summary>Required capabilities by a name that nobody knows, with the one that is meant.</summary>
    public IReadOnlyDictionary<string, string> ReadAs { get; init; } = new Dictionary<string, string>();

    /// <summary>Completed tasks that resemble it.</summary>
    public IReadOnlyList<SimilarTask> Similar { get; init; } = [];

    public TaskAdvice With(IReadOnlyDictionary<string, string> readAs) => this with
    {
        ReadAs = readAs.Concat(ReadAs.Where(x => !readAs.ContainsKey(x.Key))).ToDictionary(x => x.Key, x => x.Value),
    };
}
