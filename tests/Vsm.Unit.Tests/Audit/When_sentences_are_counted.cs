using FsCheck;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.Unit.Tests.Audit;

public sealed class When_sentences_are_counted
{
    [TestCase("", 0)]
    [TestCase("--- ... !!", 0)]
    [TestCase("One", 1)]
    [TestCase("One. Two! Three?", 3)]
    [TestCase("this is one. this is two. this is three.", 3)]
    [TestCase("Dr. Who met Mrs. Smith at No. 5, i.e. at home.", 1)]
    [TestCase("Bring apples, pears, etc. and go. He came at 5 p.m. She left.", 3)]
    [TestCase("It rose 3.5 % to 1.234.567.", 1)]
    [TestCase("The host 192.168.0.1 failed. See https://example.com/a.b?c=d. Done.", 3)]
    [TestCase("Version 1.2.3 of app.exe is out. Get it.", 2)]
    [TestCase("Well... maybe. Yes…", 2)]
    [TestCase("Really?! Yes!!!", 2)]
    [TestCase("\"Stop!\" he said. (He meant it.)", 2)]
    [TestCase("The answer is No. We go on.", 2)]
    [TestCase("J. Smith wrote it.", 1)]
    [TestCase("Items:\n- one\n- two\n", 3)]
    [TestCase("1. First thing\n2. Second thing", 2)]
    [TestCase("Title\n\nSome text that\ngoes on.", 2)]
    [TestCase("Total: 5\nErrors: 7\r\nWarnings: 9", 3)]
    [TestCase("A line of prose that is wrapped at the width of a page, as people\nLike Smith write it.", 1)]
    [TestCase("こんにちは。さようなら。", 2)]
    public void Each_is_counted_as_a_reader_would(string text, int count) =>
        Assert.That(Sentences.Find(text), Has.Count.EqualTo(count));

    [FsCheck.NUnit.Property]
    public bool As_many_are_found_as_were_written(PositiveInt seed)
    {
        string[] sentences = ["The log has 3.5 errors.", "See 10.0.0.1 for more!", "Was it Dr. Who?", "The path /a.b/c.html is slow.", "Nothing else, e.g. warnings, happened."];
        var count = 1 + (seed.Get % 12);
        var text = string.Join(seed.Get % 2 == 0 ? " " : "\n", Enumerable.Range(0, count).Select(i => sentences[(i + seed.Get) % sentences.Length]));
        return Sentences.Find(text).Count == count;
    }

    [FsCheck.NUnit.Property]
    public bool They_lie_in_order_inside_any_text(string? text)
    {
        var at = 0;
        foreach (var (start, end) in Sentences.Find(text ?? ""))
        {
            if (start < at || end <= start || end > text!.Length)
                return false;
            at = end;
        }

        return true;
    }

    [TestCase("a b  c", 3)]
    [TestCase("- 5 % of \u00e9t\u00e9\u2014 !", 3)]
    [TestCase("", 0)]
    [TestCase("\ud800 x \udc00", 1)]
    public void Words_hold_a_letter_or_a_digit(string text, int count) => Assert.That(Words.Find(text).Count(), Is.EqualTo(count));
}
