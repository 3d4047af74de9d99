using System.Globalization;
using System.Text;
using Vsm.Contracts.Operations;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Execution;

/// <summary>Takes an output as it comes: in memory for as long as a message may hold it, and in the content store from then on.</summary>
internal sealed class OutputSpool(ContentStore store) : IAsyncDisposable
{
    /// <summary>The most that is kept in memory, and goes in a message.</summary>
    public const int MostInMessage = 96 * 1024;

    /// <summary>How much of a large output goes in messages.</summary>
    public const int Beginning = 4 * 1024;

    private const int Piece = 16 * 1024;
    private readonly StringBuilder _text = new();
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private readonly byte[] _buffer = new byte[Encoding.UTF8.GetMaxByteCount(Piece)];
    private long _bytes;
    private ContentWriter? _writer;

    /// <summary>Has an attempt work and takes what it gives. What <paramref name="fits"/> does not take for a message is stored.</summary>
    public async Task<AttemptOutput> RunAsync(IAttempt attempt, Func<AttemptOutput, bool> fits, CancellationToken cancel)
    {
        try
        {
            if (attempt is IStreamedAttempt streamed)
            {
                await streamed.WriteAsync(WriteAsync, cancel);
            }
            else
            {
                await WriteAsync(await attempt.ExecuteAsync(cancel), cancel);
            }

            return _writer is null && new AttemptOutput(_text.ToString(), null) is var small && fits(small) ? small : await StoreAsync(cancel);
        }
        catch (ContentTooLargeException exception)
        {
            throw new FunctionException(
                $"The output has more than {exception.Limit} bytes, the most that is stored (Vsm:Content:Largest): aggregate further, select fewer fields, or set a smaller 'limit'.");
        }
    }

    public ValueTask DisposeAsync() => _writer?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async ValueTask WriteAsync(string text, CancellationToken cancel)
    {
        _bytes += Encoding.UTF8.GetByteCount(text);
        if (_writer is null && _bytes <= MostInMessage)
        {
            _text.Append(text);
            return;
        }

        await SpillAsync(cancel);
        await EncodeAsync(text.AsMemory(), cancel);
        if (_text.Length < Beginning)
        {
            _text.Append(text.AsSpan(0, Math.Min(text.Length, Beginning)));
        }
    }

    private async Task SpillAsync(CancellationToken cancel)
    {
        if (_writer is not null)
        {
            return;
        }

        _writer = await store.CreateAsync(cancel);
        foreach (var chunk in _text.GetChunks())
        {
            await EncodeAsync(chunk, cancel);
        }

        _text.Length = Math.Min(_text.Length, Beginning);
    }

    private async Task<AttemptOutput> StoreAsync(CancellationToken cancel)
    {
        await SpillAsync(cancel);
        await _writer!.WriteAsync(_buffer.AsMemory(0, _encoder.GetBytes([], _buffer, flush: true)), cancel);
        var stored = await _writer.CompleteAsync(cancel);
        return new AttemptOutput(
            string.Create(CultureInfo.InvariantCulture, $"{BeginningOf(_text)}\n… the beginning of {stored.Length:N0} bytes"),
            new ContentReference { Uri = stored.Address, Length = stored.Length, Sha256 = stored.Sha256, Name = "output.txt" });
    }

    // A piece may end between the halves of a pair, which the encoder keeps until the other comes.
    private async ValueTask EncodeAsync(ReadOnlyMemory<char> text, CancellationToken cancel)
    {
        for (var rest = text; rest.Length > 0; rest = rest[Math.Min(Piece, rest.Length)..])
        {
            var length = _encoder.GetBytes(rest.Span[..Math.Min(Piece, rest.Length)], _buffer, flush: false);
            await _writer!.WriteAsync(_buffer.AsMemory(0, length), cancel);
        }
    }

    private static string BeginningOf(StringBuilder text)
    {
        var length = Math.Min(text.Length, Beginning);
        return text.ToString(0, length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);
    }
}
