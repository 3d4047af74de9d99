using System.Globalization;
using System.Text;

namespace Vsm.Ai.Fencing;

/// <summary>
/// A text as a model is shown it: what would be invisible, or would change the order or the look of other characters, is written out as ⟦U+202E⟧, and the first
/// bracket of that is, too, so that no text can imitate it. Every place in it has its place in the original.
/// </summary>
public sealed class ShownText
{
    private const char Bracket = '\u27E6';
    private readonly List<int> _from;
    private readonly List<int> _to;

    private ShownText(string original, string text, List<int> from, List<int> to) => (Whole, Text, _from, _to) = (original, text, from, to);

    /// <summary>The original.</summary>
    public string Whole { get; }

    /// <summary>What is shown.</summary>
    public string Text { get; }

    /// <summary>How much of the original is shown.</summary>
    public int ShownLength => _to.Count == 0 ? 0 : _to[^1];

    /// <summary>It is longer than what may be shown of it.</summary>
    public bool IsCut => ShownLength < Whole.Length;

    /// <summary>Said beside a text that is not whole.</summary>
    public string Extent => IsCut ? $"cut: the first {ShownLength} of {Whole.Length} characters" : "whole";

    /// <summary>Shows a text, up to so many UTF-16 units as shown.</summary>
    public static ShownText Of(string original, int most)
    {
        var (text, from, to) = (new StringBuilder(), new List<int>(), new List<int>());
        for (int at = 0, next; at < original.Length; at = next)
        {
            var whole = Rune.TryGetRuneAt(original, at, out var rune);
            next = at + (whole ? rune.Utf16SequenceLength : 1);
            if (rune.Value == '\r' && next < original.Length && original[next] == '\n')
                next++;

            var shown = next - at == 2 && original[at] == '\r' ? "\n" : !whole || IsHidden(rune) ? Written(whole ? rune.Value : original[at]) : rune.ToString();
            if (text.Length + shown.Length > most)
                break;

            text.Append(shown);
            from.AddRange(Enumerable.Repeat(at, shown.Length));
            to.AddRange(Enumerable.Repeat(next, shown.Length));
        }

        return new ShownText(original, text.ToString(), from, to);
    }

    /// <summary>The place in the original of what is shown from one place to another, which is not empty.</summary>
    public (int Start, int End) Original(int start, int end) => (_from[start], _to[end - 1]);

    private static string Written(int character) => string.Create(CultureInfo.InvariantCulture, $"{Bracket}U+{character:X4}\u27E7");

    private static bool IsHidden(Rune rune) => rune.Value switch
    {
        '\n' or '\t' => false,
        Bracket => true,
        // Letters and marks that show nothing: fillers, joiners, selectors of variants.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFC or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F)
            or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };
}
