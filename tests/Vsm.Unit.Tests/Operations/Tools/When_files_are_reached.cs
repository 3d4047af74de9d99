using System.Diagnostics;
using System.Text;
using Vsm.S1.Operations.Tools;
using Vsm.S1.Operations.Tools.Files;
using Vsm.Testing;

namespace Vsm.Unit.Tests.Operations.Tools;

[Platform("Linux")]
public sealed class When_files_are_reached
{
    private TemporaryFolder _place = null!;
    private RootFolder _folder = null!;

    [SetUp]
    public void Make()
    {
        _place = new TemporaryFolder();
        _folder = new RootFolder(_place.Path, ["data"]);
        Directory.CreateDirectory(_place.File("data"));
        Directory.CreateDirectory(_place.File("data-evil"));
        _place.Write("secret.txt", "SECRET");
        _place.Write("data-evil/secret.txt", "SECRET");
    }

    [TearDown]
    public void Remove() => _place.Dispose();

    [Test]
    public void What_was_written_is_read_and_listed()
    {
        _folder.Write(["notes", "a.md"], "Grüße"u8);
        _folder.Write(["notes", "a.md"], "Hello"u8);

        Assert.That(Read("notes", "a.md"), Is.EqualTo("Hello"));
        Assert.That(_folder.List([]), Is.EqualTo((string[])["notes/"]));
        Assert.That(_folder.List(["notes"]), Is.EqualTo((string[])["a.md (5 bytes)"]), "nothing temporary is left");
        Assert.That(File.ReadAllText(_place.File("data/notes/a.md")), Is.EqualTo("Hello"));
    }

    [Test]
    public void The_folder_of_the_agent_is_made_when_it_is_first_used()
    {
        Assert.That(new RootFolder(_place.Path, ["team", "letters"]).List([]), Is.Empty);
        Assert.That(Directory.Exists(_place.File("team/letters")));
    }

    [Test]
    public void A_part_of_a_file_is_read_with_its_whole_length()
    {
        _place.Write("data/a.txt", "0123456789");

        var (content, length) = _folder.Read(["a.txt"], 4, 3);

        Assert.That((Encoding.UTF8.GetString(content), length), Is.EqualTo(("456", 10L)));
    }

    [TestCase("../secret.txt")]
    [TestCase("../data-evil/secret.txt")]
    public void A_link_to_a_file_is_not_followed(string target)
    {
        File.CreateSymbolicLink(_place.File("data/link.txt"), target);

        Assert.That(() => Read("link.txt"), Throws.TypeOf<ToolException>().With.Message.Contains("links are not followed"));
        Assert.That(() => _folder.Write(["link.txt"], "X"u8), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
        Assert.That(File.ReadAllText(_place.File("data/link.txt")), Is.EqualTo("SECRET"));
        Assert.That(_folder.List([]), Is.EqualTo((string[])["link.txt (a link, not followed)"]));
    }

    [Test]
    public void A_link_to_a_folder_is_not_followed()
    {
        Directory.CreateSymbolicLink(_place.File("data/out"), "../data-evil");

        Assert.That(() => Read("out", "secret.txt"), Throws.TypeOf<ToolException>().With.Message.Contains("links are not followed"));
        Assert.That(() => _folder.List(["out"]), Throws.TypeOf<ToolException>());
        Assert.That(() => _folder.Write(["out", "new.txt"], "X"u8), Throws.TypeOf<ToolException>());
        Assert.That(File.Exists(_place.File("data-evil/new.txt")), Is.False);
    }

    [Test]
    public void A_link_in_the_place_of_the_agents_folder_is_not_followed()
    {
        Directory.Delete(_place.File("data"));
        Directory.CreateSymbolicLink(_place.File("data"), "data-evil");

        Assert.That(() => Read("secret.txt"), Throws.TypeOf<ToolException>());
    }

    [Test]
    public async Task A_second_name_of_a_file_outside_is_not_read()
    {
        await RunAsync("ln", _place.File("secret.txt"), _place.File("data/twin.txt"));

        Assert.That(() => Read("twin.txt"), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
        _folder.Write(["twin.txt"], "mine"u8);
        Assert.That((Read("twin.txt"), File.ReadAllText(_place.File("secret.txt"))), Is.EqualTo(("mine", "SECRET")), "replaced, not written through");
    }

    [Test]
    public async Task A_pipe_is_neither_read_nor_waited_for()
    {
        await RunAsync("mkfifo", _place.File("data/pipe"));

        Assert.That(() => Read("pipe"), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
        Assert.That(() => _folder.Write(["pipe"], "X"u8), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
    }

    [Test]
    public void What_is_not_there_or_a_folder_is_said()
    {
        Directory.CreateDirectory(_place.File("data/sub"));

        Assert.That(() => Read("none.txt"), Throws.TypeOf<ToolException>().With.Message.Contains("'none.txt' is not there"));
        Assert.That(() => Read("sub"), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
        Assert.That(() => _folder.Write(["sub"], "X"u8), Throws.TypeOf<ToolException>().With.Message.Contains("no plain file"));
        Assert.That(() => _folder.List(["none"]), Throws.TypeOf<ToolException>().With.Message.Contains("is not there"));
    }

    private string Read(params string[] path) => Encoding.UTF8.GetString(_folder.Read(path, 0, 1_000).Content);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.CurrentContext.CancellationToken);
        Assert.That(process.ExitCode, Is.Zero);
    }
}
