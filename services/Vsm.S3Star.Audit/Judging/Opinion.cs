using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>What a judge found by the policies that it was asked about, with what that took.</summary>
/// <param name="Findings">One for each policy.</param>
/// <param name="Model">Who was asked; null: nobody.</param>
/// <param name="Usage">Of all its answers; null: there was none.</param>
/// <param name="Follows">The ruling on an equal packet that the findings are taken from.</param>
/// <param name="Packet">The packet's hash where this opinion may be followed later.</param>
internal sealed record Opinion(IReadOnlyList<Finding> Findings, string? Model = null, Usage? Usage = null, Guid? Follows = null, string? Packet = null)
{
    /// <summary>Policies that the task suggests; null: none.</summary>
    public IReadOnlyList<PolicySuggestion>? Suggestions { get; init; }
}
