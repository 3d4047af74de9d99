namespace Vsm.S1.Operations.Functions;

/// <summary>
/// A file being read item by item: its reader says when an item is complete, and one that is too long ends the reading instead of filling the memory.
/// Carries the task's cancellation to readers that take none.
/// </summary>
internal sealed class BoundedStream(Stream inner, string file, CancellationToken cancellation) : Stream
{
    /// <summary>Readers fetch ahead; what they may hold of the next items is not counted against this one.</summary>
    private const int ReadAhead = 128 * 1024;

    private long _sinceItem;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The item being read last.</summary>
    public long Row { get; private set; }

    public void ItemRead(long row)
    {
        Row = row;
        _sinceItem = 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = await inner.ReadAsync(buffer, cancellation.CanBeCanceled ? cancellation : cancellationToken);
        _sinceItem += read;
        return _sinceItem <= FunctionLimits.LineBytes + ReadAhead
            ? read
            : throw new FunctionException(
                $"{new Origin(file, Row + 1)} is longer than {FunctionLimits.LineBytes / 1024 / 1024} MiB: break it up, or check the line " +
                "ends and quotes of the file.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Files are read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
