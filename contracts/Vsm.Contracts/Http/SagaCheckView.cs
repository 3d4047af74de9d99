namespace Vsm.Contracts.Http;

/// <summary>What a check of the sagas that are under way found, before a version of the program takes them over.</summary>
public sealed record SagaCheckView
{
    /// <summary>Migrations that the database has not got yet; unless there are none, nothing else was looked at.</summary>
    public required IReadOnlyList<string> MissingMigrations { get; init; }

    /// <summary>Sagas that were loaded and looked at.</summary>
    public required int Checked { get; init; }

    /// <summary>Those that this version could not go on with, at most 1,000.</summary>
    public required IReadOnlyList<BlockedSaga> Blocked { get; init; }

    /// <summary>Whether this version would start.</summary>
    public bool Passed => MissingMigrations.Count == 0 && Blocked.All(x => x.Waived);
}

/// <summary>A saga that this version of the program cannot go on with.</summary>
public sealed record BlockedSaga
{
    public required Guid Id { get; init; }

    /// <summary>The state as it is stored.</summary>
    public string? State { get; init; }

    public required string Reason { get; init; }

    /// <summary>Somebody decided that the program may start all the same.</summary>
    public required bool Waived { get; init; }
}
