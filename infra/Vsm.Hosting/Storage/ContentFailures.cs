using Vsm.Bus.Retries;

namespace Vsm.Hosting.Storage;

/// <summary>A content store that is away is waited for, as a database is.</summary>
internal sealed class ContentFailures : ITransientFailures
{
    public FailureKind KindOf(Exception exception) => exception is ContentStoreUnavailableException ? FailureKind.Unavailable : FailureKind.Other;
}
