using System.Text;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Tools;

/// <summary>Keeps what tools say within what a model is given.</summary>
internal static class BoundedText
{
    /// <summary>The text, or its beginning with a note of how much was left out.</summary>
    public static string Of(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= ToolLimits.ResultBytes
            ? text
            : $"{Cut.ToBytes(text, ToolLimits.ResultBytes - 200)}\n[Cut: this is the beginning of {bytes} bytes, of which at most {ToolLimits.ResultBytes} are given.]";
    }

    /// <summary>The characters that are whole in what was read, which may end within one.</summary>
    public static ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> text) =>
        Rune.DecodeLastFromUtf8(text, out _, out var last) == System.Buffers.OperationStatus.Done || text.IsEmpty || last >= text.Length
            ? text
            : NeedsMore(text[^last..]) ? text[..^last] : text;

    private static bool NeedsMore(ReadOnlySpan<byte> end) => Rune.DecodeFromUtf8(end, out _, out _) == System.Buffers.OperationStatus.NeedMoreData;
}
