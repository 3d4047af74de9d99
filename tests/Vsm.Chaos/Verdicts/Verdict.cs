namespace Vsm.Chaos.Verdicts;

/// <summary>A number that was promised to be zero, with the first cases where it is not.</summary>
internal sealed record Zero(string Name, int Count, IReadOnlyList<string> Cases);

/// <summary>How long it took from the end of a fault until a task that was handed in after it was done.</summary>
internal sealed record Recovery(string Fault, double AtSeconds, double DownSeconds, double? WorkingAgainSeconds);

/// <summary>What a run came to.</summary>
internal sealed record Verdict
{
    public required int Attempted { get; init; }

    public required int Acknowledged { get; init; }

    public required IReadOnlyDictionary<string, int> Finished { get; init; }

    /// <summary>Every promised zero, in the order of the table.</summary>
    public required IReadOnlyList<Zero> Zeros { get; init; }

    /// <summary>Equal answers that came more than once under one message id.</summary>
    public required int DeliveredAgain { get; init; }

    public required int PoisonSent { get; init; }

    /// <summary>Copies of one poisoned message beside the first, in the place where that is.</summary>
    public required int PoisonCopies { get; init; }

    public required IReadOnlyDictionary<string, long> Disturbed { get; init; }

    public required IReadOnlyList<Recovery> Recoveries { get; init; }

    public bool Passed => Zeros.All(x => x.Count == 0);
}
