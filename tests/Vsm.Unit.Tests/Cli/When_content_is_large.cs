using System.Security.Cryptography;
using System.Text;
using Vsm.Contracts.Operations;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_content_is_large : ServerTest
{
    private readonly OrganisationFolder _folder = new();

    [TearDown]
    public void Leave() => _folder.Dispose();

    [Test]
    public async Task A_file_is_sent_and_how_far_it_got_is_said()
    {
        var data = _folder.Write("data.csv", new string('x', 9 * 1024 * 1024));

        var run = await Vsm("task", "submit", "Do it", "--data", data);

        Assert.That((run.ExitCode, run.Error.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, "sending data.csv: 9.0 of 9.0 MiB")));
        Assert.That(Server.Submitted.Single().References.Single().Length, Is.EqualTo(9 * 1024 * 1024));
        Assert.That(Server.Submitted.Single().References.Single().Uri.Scheme, Is.EqualTo("vsm-content"));
    }

    [Test]
    public async Task What_did_not_arrive_as_it_was_sent_is_not_handed_in()
    {
        Server.Damage = true;

        var run = await Vsm("task", "submit", "Do it", "--data", _folder.Write("data.csv", "abc"));

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((1, $"error: --data: {_folder.Path}/data.csv did not arrive as it was sent (the SHA-256 differs); try again\n")));
        Assert.That(Server.Submitted, Is.Empty);
    }

    [Test]
    public async Task A_whole_output_goes_to_a_file()
    {
        var whole = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a,b\n", 1000)));
        AddTask(whole, whole);
        var path = Path.Combine(_folder.Path, "out.csv");

        var run = await Vsm("task", "show", "1", "--out", path);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(await File.ReadAllBytesAsync(path), Is.EqualTo(whole));
        Assert.That(run.Out, Does.Contain("4,000 bytes in all; whole with vsm task show 1 --out FILE"));
    }

    [Test]
    public async Task An_output_that_is_not_what_the_task_says_is_not_written()
    {
        AddTask("one"u8.ToArray(), "two"u8.ToArray());
        var path = Path.Combine(_folder.Path, "out.csv");

        var run = await Vsm("task", "show", "1", "--out", path);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Contain("is not what the task says"));
        Assert.That(Directory.GetFiles(_folder.Path), Is.Empty);
    }

    private void AddTask(byte[] said, byte[] sent)
    {
        var task = Views.Task(1, "Do it");
        Server.AddTask(task with
        {
            State = "Approved",
            Output = "a,b\n… the beginning",
            OutputReference = new ContentReference { Uri = new Uri("vsm-content:/sha256/x"), Length = said.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(said)) },
        });
        Server.Outputs[task.Id] = sent;
    }
}
