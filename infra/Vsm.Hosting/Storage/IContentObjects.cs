namespace Vsm.Hosting.Storage;

/// <summary>
/// Keeps content by its SHA-256; the same content twice is one object. Every method may be called by many processes at once, and throws
/// <see cref="ContentStoreUnavailableException"/> when the store is not there now.
/// </summary>
public interface IContentObjects
{
    /// <summary>A place for content that comes; nothing is kept before it is committed.</summary>
    Task<IContentSink> CreateAsync(CancellationToken cancel);

    /// <summary>The bytes as they lie there, at best seekable; null: there is no such object.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancel);

    /// <summary>Notes that an object is used now; its length, or null: there is no such object.</summary>
    Task<long?> TouchAsync(string sha256, CancellationToken cancel);

    /// <summary>Objects that were last stored or touched before a time.</summary>
    IAsyncEnumerable<string> UnusedSinceAsync(DateTimeOffset before, CancellationToken cancel);

    /// <summary>Removes an object unless it was used since a time.</summary>
    /// <returns>Whether it is gone by this.</returns>
    Task<bool> RemoveAsync(string sha256, DateTimeOffset before, CancellationToken cancel);

    /// <summary>Removes what writers that ended half-way left behind.</summary>
    Task<int> RemoveLeftoversAsync(CancellationToken cancel);
}

/// <summary>Takes the bytes of one object; disposed without a commit, it leaves nothing.</summary>
public interface IContentSink : IAsyncDisposable
{
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <summary>Makes the object be there, whole and under its name, also after a crash.</summary>
    Task CommitAsync(string sha256, CancellationToken cancel);
}
