using System.Security.Cryptography;

namespace Vsm.Hosting.Storage;

/// <summary>Hashes what is read, and compares when the end is reached.</summary>
internal sealed class VerifiedStream(Stream inner, Uri uri, string sha256) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Verify(buffer[..read], buffer.Length);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Verify(buffer.Span[..read], buffer.Length);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Verify(ReadOnlySpan<byte> read, int wanted)
    {
        _hash.AppendData(read);
        if (read.Length > 0 || wanted == 0 || _ended)
        {
            return;
        }

        _ended = true;
        if (!string.Equals(Convert.ToHexStringLower(_hash.GetHashAndReset()), sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new ContentUnavailableException($"{uri} has changed since it was handed in: its SHA-256 differs. Hand the task in again.");
        }
    }
}
