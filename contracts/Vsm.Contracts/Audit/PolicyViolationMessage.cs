using Vsm.Contracts.Operations;

namespace Vsm.Contracts.Audit;

/// <summary>At least one policy is violated; Policy corrects the agent (5.1) and answers <see cref="Policy.SystemCorrected"/> or <see cref="Policy.SystemNotCorrected"/>.</summary>
public sealed record PolicyViolationMessage
{
    public required Guid TaskId { get; init; }

    public string Vsm { get; init; } = VsmInstance.Root;

    public required int Attempt { get; init; }

    public required Ruling Ruling { get; init; }

    /// <summary>The version of the agent's configuration that the attempt worked under.</summary>
    public required int ConfigurationVersion { get; init; }

    /// <summary>The result that was judged; the ruling may overtake it. Of a large one, its beginning.</summary>
    public required string Output { get; init; }

    /// <summary>The whole result where it is too large for a message.</summary>
    public ContentReference? OutputReference { get; init; }

    public Usage Usage { get; init; } = new();
}
