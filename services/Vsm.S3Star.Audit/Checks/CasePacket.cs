using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>What there is to judge by: the result with its tool calls, and a way to its inputs.</summary>
/// <param name="Result">The result as System 1 published it.</param>
/// <param name="Open">Opens one of the result's references; who calls it disposes the stream.</param>
internal sealed record CasePacket(
    TaskResultMessage Result,
    Func<ContentReference, CancellationToken, ValueTask<Stream>> Open)
{
    public string Output => Result.Output;
}
