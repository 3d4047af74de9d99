using FsCheck;
using FsCheck.Fluent;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Judging;

namespace Vsm.Unit.Tests.Audit.Judging;

public sealed class When_evidence_is_cited
{
    private const string Output = "One lamp is fine. One lamp is broken. The end.";

    [TestCase("lamp", 22, 22, 26)]
    [TestCase("broken", 30, 30, 36, Description = "as said")]
    [TestCase("broken", 7, 30, 36, Description = "the offsets are off, and it is there once")]
    [TestCase("broken", null, 30, 36)]
    [TestCase("broken", -5, 30, 36)]
    [TestCase("broken", long.MaxValue, 30, 36)]
    [TestCase("One lamp", 20, 18, 26, Description = "of two the nearer one")]
    [TestCase("One lamp", 3, 0, 8)]
    [TestCase(Output, 99, 0, 46)]
    public void A_quotation_that_is_there_is_found(string quote, long? start, int from, int to)
    {
        var found = EvidenceFinder.Find(ShownText.Of(Output, 1000), quote, start)!;

        Assert.That((found.Kind, found.Start, found.End, found.Text), Is.EqualTo((EvidenceKind.Range, (int?)from, (int?)to, Output[from..to])));
    }

    [TestCase("splendid", 0, Description = "not there")]
    [TestCase("broken!", 30)]
    [TestCase("BROKEN", 30)]
    [TestCase("One lamp", null, Description = "there twice, and nobody says which")]
    [TestCase("One lamp", 9, Description = "in the middle between two")]
    [TestCase("One lamp", 4_000)]
    [TestCase("", 3)]
    [TestCase(" ", 3)]
    [TestCase(null, 3)]
    public void One_that_is_not_or_could_be_anywhere_is_not(string? quote, long? start) =>
        Assert.That(EvidenceFinder.Find(ShownText.Of(Output, 1000), quote, start), Is.Null);

    [Test]
    public void What_is_near_enough_has_an_end()
    {
        var output = ShownText.Of($"lamp{new string('.', 1000)}lamp", 2000);

        Assert.That(EvidenceFinder.Find(output, "lamp", EvidenceFinder.Near)!.Start, Is.Zero);
        Assert.That(EvidenceFinder.Find(output, "lamp", EvidenceFinder.Near + 1), Is.Null);
    }

    [Test]
    public void A_quotation_of_what_was_written_out_is_a_range_of_the_original()
    {
        var found = EvidenceFinder.Find(ShownText.Of("Say\u202E yes\r\nor no", 1000), "⟦U+202E⟧ yes\nor", null)!;

        Assert.That((found.Start, found.End, found.Text), Is.EqualTo(((int?)3, (int?)12, "\u202E yes\r\nor")));
    }

    [Test]
    public void Of_what_was_cut_off_nothing_is_found() =>
        Assert.That(EvidenceFinder.Find(ShownText.Of(Output, 20), "broken", 30), Is.Null);

    [TestCase("1", true)]
    [TestCase("2", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_tool_call_has_to_be_among_those_shown(string? id, bool found)
    {
        var packet = JudgeBench.Write(Given.WithCalls(("read_file", ToolCallOutcome.Succeeded)));

        Assert.That(EvidenceFinder.Find(packet, new AnsweredEvidence(AnsweredKind.ToolCall, "done", 0, 4, id))?.Id, Is.EqualTo(found ? id : null));
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Any_part_of_the_output_is_found_where_it_is() => Prop.ForAll(
        When_texts_are_shown.Texts(), Gen.Choose(0, 200).Zip(Gen.Choose(1, 50)).ToArbitrary(), Gen.Choose(-300, 300).ToArbitrary(), (text, part, off) =>
        {
            var shown = ShownText.Of(text, 150);
            var (from, length) = (Math.Min(part.Item1, shown.Text.Length), Math.Min(part.Item2, shown.Text.Length - Math.Min(part.Item1, shown.Text.Length)));
            var quote = shown.Text.Substring(from, length);

            var exact = EvidenceFinder.Find(shown, quote, from);
            var elsewhere = EvidenceFinder.Find(shown, quote, from + off);

            Assert.That(exact is null, Is.EqualTo(string.IsNullOrWhiteSpace(quote)));
            if (exact is null)
                return;

            Assert.That((exact.Start, exact.End), Is.EqualTo(((int?)shown.Original(from, from + length).Start, (int?)shown.Original(from, from + length).End)));
            if (shown.Text.IndexOf(quote, StringComparison.Ordinal) == shown.Text.LastIndexOf(quote, StringComparison.Ordinal))
                Assert.That(elsewhere, Is.EqualTo(exact), "there once, wherever the judge says it is");
            else if (elsewhere is not null)
                Assert.That(ShownText.Of(text[elsewhere.Start!.Value..elsewhere.End!.Value], int.MaxValue).Text, Does.Contain(quote), "there more than once");
        });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Nothing_is_found_that_is_not_there() => Prop.ForAll(
        When_texts_are_shown.Texts(), When_texts_are_shown.Texts(), Gen.Choose(-10, 300).ToArbitrary(), (text, quote, start) =>
        {
            var shown = ShownText.Of(text, 150);

            var found = EvidenceFinder.Find(shown, quote, start);

            Assert.That(found is null || shown.Text.Contains(quote, StringComparison.Ordinal), "what is found is in the output");
        });
}
