using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Tasks;

/// <summary>What Policy answered to a ruling on the attempt at hand that has not come here yet: the ruling goes to both, and one way may be longer.</summary>
internal sealed record EarlyAnswer
{
    public SystemCorrected? Corrected { get; init; }

    public SystemNotCorrected? NotCorrected { get; init; }

    public PolicyNotClarified? NotClarified { get; init; }
}
