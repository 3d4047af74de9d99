using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>What there is to judge by: the result with its tool calls, and a way to its inputs.</summary>
/// <param name="Result">The result as System 1 published it, with the whole output wherever it was read.</param>
/// <param name="Open">Opens one of the result's references; who calls it disposes the stream.</param>
internal sealed record CasePacket(
    TaskResultMessage Result,
    Func<ContentReference, CancellationToken, ValueTask<Stream>> Open)
{
    /// <summary>Why the whole output was not read; null: it was, and <see cref="Output"/> is it.</summary>
    public string? Unread { get; init; }

    /// <summary>The whole output.</summary>
    /// <exception cref="OutputUnreadException">It was not read: a beginning is nothing to judge by.</exception>
    public string Output => Unread is null ? Result.Output : throw new OutputUnreadException(Unread);

    /// <summary>What can be shown of the output: all of it, or its beginning.</summary>
    public string Shown => Result.Output;
}
