using System.Runtime.CompilerServices;
using System.Text;

namespace Vsm.S1.Operations.Functions;

/// <summary>Text files, line by line.</summary>
internal static class TextReading
{
    public static async IAsyncEnumerable<Line> ReadAsync(
        Stream content, string file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var bounded = new BoundedStream(content, file, cancellation);
        using var reader = new StreamReader(bounded, Encoding.UTF8, bufferSize: 32 * 1024, leaveOpen: true);
        var row = 0L;
        while (await reader.ReadLineAsync(cancellation) is { } text)
        {
            bounded.ItemRead(++row);
            yield return new Line(text, new Origin(file, row));
        }
    }
}
