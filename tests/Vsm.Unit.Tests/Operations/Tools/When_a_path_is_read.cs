using FsCheck;
using FsCheck.Fluent;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Files;

namespace Vsm.Unit.Tests.Operations.Tools;

public sealed class When_a_path_is_read
{
    [TestCase("notes.md", "notes.md")]
    [TestCase("2026/a b/Grüße.txt", "2026|a b|Grüße.txt")]
    [TestCase("a..b/.hidden/100%", "a..b|.hidden|100%")]
    [TestCase(".", "")]
    public void One_below_the_folder_is_taken_as_it_is(string path, string names) => Assert.That(string.Join('|', FilePath.Parse(path)), Is.EqualTo(names));

    [TestCase("..", "the part '..'")]
    [TestCase("a/../../b", "the part '..'")]
    [TestCase("./a", "the part '.'")]
    [TestCase("a/.../b", "the part '...'")]
    [TestCase("/etc/passwd", "begins with '/'")]
    [TestCase("//host/share", "begins with '/'")]
    [TestCase("~/.ssh/id", "begins with '~'")]
    [TestCase("C:/windows", "names a drive")]
    [TestCase("a\\..\\b", "has a '\\'")]
    [TestCase("a//b", "an empty part")]
    [TestCase("a/", "an empty part")]
    [TestCase("%2e%2e/a", "percent-encoded")]
    [TestCase("..%2Fa", "percent-encoded")]
    [TestCase("a\0.txt", "control")]
    [TestCase("a\n", "control")]
    [TestCase("\uFF0E\uFF0E/a", "pass for")]
    [TestCase("a\uFF0F..", "pass for")]
    [TestCase("a\u2215b", "pass for")]
    [TestCase("\u2024\u2024/a", "pass for")]
    [TestCase("a\u202Etxt.exe", "invisible")]
    [TestCase("a\u200Bb", "invisible")]
    [TestCase("", "has 0 characters")]
    public void One_that_could_lead_elsewhere_is_refused_with_the_reason(string path, string reason) =>
        Assert.That(() => FilePath.Parse(path), Throws.TypeOf<ToolException>().With.Message.Contains(reason));

    [Test]
    public void Half_a_character_is_refused() => Assert.That(() => FilePath.Parse("a\uD800b"), Throws.TypeOf<ToolException>());

    [Test]
    public void One_that_is_too_long_is_refused()
    {
        Assert.That(() => FilePath.Parse(new string('a', 256)), Throws.TypeOf<ToolException>().With.Message.Contains("255 bytes"));
        Assert.That(() => FilePath.Parse(string.Concat(Enumerable.Repeat("a/", 600))), Throws.TypeOf<ToolException>().With.Message.Contains("1200 characters"));
    }

    [FsCheck.NUnit.Property(MaxTest = 2_000)]
    public Property None_that_is_taken_leads_out_of_the_folder() => Prop.ForAll(
        Gen.Elements("..", ".", "/", "\\", "a", "b", "%2e", "~", ":", "\0", " ", "\uFF0E", "\uFF0F", "…", "é", "\uD83D\uDE00", "//", "../").ArrayOf().Select(string.Concat).ToArbitrary(),
        path =>
        {
            IReadOnlyList<string> names;
            try
            {
                names = FilePath.Parse(path);
            }
            catch (ToolException)
            {
                return true;
            }

            var full = Path.GetFullPath(Path.Combine(["/folder", .. names]));
            return names.Count == 0 ? full == "/folder" : full.StartsWith("/folder/", StringComparison.Ordinal) && full == $"/folder/{string.Join('/', names)}";
        });
}
