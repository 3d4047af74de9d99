using System.Security.Cryptography;

namespace Vsm.Hosting.Storage;

/// <summary>Writes content whose end is not known yet. What is not completed is not kept.</summary>
public sealed class ContentWriter : IAsyncDisposable
{
    private readonly IContentSink _sink;
    private readonly long _most;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    internal ContentWriter(IContentSink sink, long most)
    {
        _sink = sink;
        _most = most;
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <exception cref="ContentTooLargeException">It gets larger than content may be.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (Length + bytes.Length > _most)
        {
            throw new ContentTooLargeException(_most);
        }

        await _sink.WriteAsync(bytes, cancel);
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    public async Task<StoredContent> CompleteAsync(CancellationToken cancel)
    {
        var stored = new StoredContent(Convert.ToHexStringLower(_hash.GetHashAndReset()), Length);
        await _sink.CommitAsync(stored.Sha256, cancel);
        return stored;
    }

    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _sink.DisposeAsync();
    }
}
