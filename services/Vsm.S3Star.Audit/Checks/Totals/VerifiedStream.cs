using System.Security.Cryptography;

namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>
/// Reads an input once, from the beginning, and knows in the end whether it is what the task was given. Between two rows it hands out a bounded number of bytes, so
/// that no reader above it grows with the input.
/// </summary>
internal sealed class VerifiedStream(Stream inner) : Stream
{
    public const int MaxRow = 4 * 1024 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private long _sinceRow;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void RowWasRead() => _sinceRow = 0;

    /// <summary>Reads what is left and compares all of it.</summary>
    public async ValueTask<bool> IsAsync(string sha256, CancellationToken cancellationToken)
    {
        var rest = new byte[64 * 1024];
        do
            RowWasRead();
        while (await ReadAsync(rest, cancellationToken) > 0);
        return string.Equals(Convert.ToHexStringLower(_hash.GetCurrentHash()), sha256, StringComparison.OrdinalIgnoreCase);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Note(buffer.AsSpan(offset, read));
        return read;
    }

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
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> read)
    {
        _hash.AppendData(read);
        _sinceRow += read.Length;
        if (_sinceRow > MaxRow)
            throw new UnreadableDataException($"it has a row of more than {MaxRow / 1024 / 1024} MiB");
    }
}
