using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vsm.Ai.Fencing;
using Vsm.S3Star.Audit.Judging;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_texts_are_shown
{
    private static readonly string[] Pieces =
    [
        "a", "b ", "\n", "\r", "\r\n", "\t", "\0", "\u001B", "\u200B", "\u202E", "\u2066", "\uFEFF", "\u00AD", "\u2028", "\u27E6", "\u27E7", "\uD83D", "\uDE00", "\uD83D\uDE00", "\uFE0F",
        "\U000E0041", "\u3164", "é", "漢", "U+202E", "\uE000", "\uFFFF",
    ];

    [TestCase("plain äöü 漢字 😀\n\tx", "plain äöü 漢字 😀\n\tx")]
    [TestCase("a\r\nb", "a\nb")]
    [TestCase("a\rb", "a⟦U+000D⟧b")]
    [TestCase("a\u202Eb", "a⟦U+202E⟧b")]
    [TestCase("\u27E6U+202E\u27E7", "⟦U+27E6⟧U+202E⟧")]
    [TestCase("\U000E0041", "⟦U+E0041⟧")]
    public void What_is_invisible_is_written_out(string text, string shown) => Assert.That(ShownText.Of(text, 1000).Text, Is.EqualTo(shown));

    [Test]
    public void Half_characters_are_written_out_too() => Assert.That(ShownText.Of("a\uD83Db\uDE00", 1000).Text, Is.EqualTo("a⟦U+D83D⟧b⟦U+DE00⟧"));

    [Test]
    public void A_text_that_is_cut_says_so_and_ends_before_the_limit()
    {
        var shown = ShownText.Of("ab\u202Ecd", 9);

        Assert.That((shown.Text, shown.IsCut, shown.ShownLength, shown.Extent), Is.EqualTo(("ab", true, 2, "cut: the first 2 of 5 characters")));
        Assert.That(ShownText.Of("abc", 3).IsCut, Is.False);
        Assert.That(ShownText.Of("", 3).IsCut, Is.False);
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Every_place_has_its_place_in_the_original() => Prop.ForAll(Texts(), Gen.Choose(0, 60).ToArbitrary(), (text, most) =>
    {
        var shown = ShownText.Of(text, most);
        var pieces = Enumerable.Range(0, shown.Text.Length).Select(x => shown.Original(x, x + 1)).Distinct().ToList();
        Assert.That(shown.Text, Has.Length.LessThanOrEqualTo(most));
        Assert.That(string.Concat(pieces.Select(x => text[x.Start..x.End])), Is.EqualTo(text[..shown.ShownLength]), "in order, without gaps or overlaps");
        Assert.That(shown.ShownLength == text.Length, Is.Not.EqualTo(shown.IsCut));
    });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Nothing_in_it_is_invisible_and_two_texts_never_look_the_same() => Prop.ForAll(Texts(), Texts(), (text, other) =>
    {
        var shown = ShownText.Of(text, int.MaxValue).Text;
        Assert.That(shown.EnumerateRunes().Where(IsInvisible), Is.Empty);
        Assert.That(shown == ShownText.Of(other, int.MaxValue).Text, Is.EqualTo(Lines(text) == Lines(other)));
    });

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public Property A_mark_is_nowhere_in_what_it_fences() => Prop.ForAll(Texts(), Gen.Choose(1, 200).ToArbitrary(), (text, seed) =>
    {
        // Draws what is in the data as long as it can.
        var draws = new Queue<string>(Enumerable.Range(0, text.Length).Select(x => text.Substring(x, 1)).Append($"{seed}#{seed}"));

        var mark = Fence.Around([text, "more"], draws.Dequeue);

        Assert.That(text.Contains(mark, StringComparison.OrdinalIgnoreCase), Is.False);
    });

    [Test]
    public void Marks_are_long_and_made_anew() =>
        Assert.That(Enumerable.Range(0, 100).Select(_ => Fence.Around(["data"])), Is.Unique.And.All.Matches("^[0-9a-f]{32}$"));

    internal static Arbitrary<string> Texts() => Gen.Elements(Pieces).ListOf().Select(string.Concat).ToArbitrary();

    private static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    private static bool IsInvisible(Rune rune) => rune.Value is not ('\n' or '\t') && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
