using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Vsm.Cli;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_commands_cannot_be_done
{
    [Test]
    public async Task An_unknown_task_is_3_and_a_task_in_the_wrong_state_is_4()
    {
        await using var server = await FakeServer.Start();
        server.AddTask(Views.Task(1, "Do it") with { State = "Approved" });
        var unknown = await CliRun.Against(server, "task", "show", "9");
        var final = await CliRun.Against(server, "task", "cancel", "1");
        var notWaiting = await CliRun.Against(server, "approve", "1", "--reason", "r");
        Assert.That((unknown.ExitCode, unknown.Error, unknown.Out), Is.EqualTo((3, "error: no task 9\n", "")));
        Assert.That((final.ExitCode, final.Error), Is.EqualTo((4, "error: task 1 is Approved already\n")));
        Assert.That((notWaiting.ExitCode, notWaiting.Error), Is.EqualTo((4, "error: task 1 does not wait for a person\n")));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_1_with_what_to_do()
    {
        var address = $"http://127.0.0.1:{FreePort()}/";
        var run = await CliRun.Start(null, CliRun.Quiet with { Variable = x => x == "VSM_SERVER" ? address : null }, CancellationToken.None, "task", "list", "--patience", "0s");
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.StartWith($"error: the server at {address} cannot be reached (")
            .And.EndsWith("Is it running? Start one, or name another with --server or VSM_SERVER.\n"));
    }

    [TestCase("error: Required command was not provided.\nSee 'vsm task --help'.\n", "task")]
    [TestCase("error: Option '--reason' is required.\nSee 'vsm approve --help'.\n", "approve", "7")]
    [TestCase("error: --limit: found '0'; expected 1 to 500\nSee 'vsm task list --help'.\n", "task", "list", "--limit", "0")]
    [TestCase("error: --deadline: found 'soon'; expected a duration such as 500ms, 30s, 5m, 2h or 7d, over 0\nSee 'vsm task submit --help'.\n",
        "task", "submit", "x", "--deadline", "soon")]
    [TestCase("error: what is to be done is missing: give it as an argument, or a file with --file\n", "task", "submit")]
    [TestCase("error: --param: found 'x'; expected name=value, each name once\n", "task", "submit", "x", "--param", "x")]
    [TestCase("error: priority: found 12; expected 0 to 9\n", "task", "submit", "x", "--priority", "12")]
    [TestCase("error: --data: /nowhere/x.csv cannot be read (Could not find a part of the path '/nowhere/x.csv'.)\n", "task", "submit", "x", "--data", "/nowhere/x.csv")]
    [TestCase("error: --server: found 'localhost:5080'; expected an address such as http://127.0.0.1:5080\n", "task", "list", "--server", "localhost:5080")]
    [TestCase("error: --vsm: 'A B' is not a name; expected lower-case letters, digits and '-', starting with a letter or digit, at most 63 characters\n",
        "task", "list", "--vsm", "A B")]
    [TestCase("error: this program has no services in it, so run needs a server: name one with --server or VSM_SERVER, or use the all-in-one program.\n", "run", "x.yaml")]
    [TestCase("x.yaml: is not there; expected an organisation file\nx.yaml: 1 error; nothing was started\n", "run", "x.yaml", "--check")]
    public async Task A_wrong_use_is_2_with_what_was_expected(string error, params string[] args)
    {
        var run = await CliRun.Alone(args);
        Assert.That((run.ExitCode, run.Error, run.Out), Is.EqualTo((2, error, "")));
    }

    [Test]
    public async Task A_wrong_organisation_starts_nothing()
    {
        using var folder = new OrganisationFolder();
        folder.Write("org.yaml", "name: a\npurpose: b\nsytems: []\n");
        await using var server = await FakeServer.Start();
        var run = await CliRun.Hosting(server, CancellationToken.None, "run", folder.File);
        Assert.That((run.ExitCode, run.Out), Is.EqualTo((2, "")));
        Assert.That(run.Error, Is.EqualTo($"{folder.File}:3:1: unknown key 'sytems'; did you mean 'systems'?\n{folder.File}: 1 error; nothing was started\n"));
        Assert.That((server.Applied, server.Submitted.Count), Is.EqualTo(((object?)null, 0)));
    }

    [Test]
    public async Task Check_says_ok_and_starts_nothing()
    {
        using var folder = new OrganisationFolder();
        folder.Write("org.yaml", "name: a\npurpose: b\nsystems: [{name: w, steps: [{function: summarise}]}]\n");
        await using var server = await FakeServer.Start();
        var hosted = await CliRun.Hosting(server, CancellationToken.None, "run", folder.File, "--check");
        var remote = await CliRun.Against(server, "run", folder.File, "--check");
        var alone = await CliRun.Alone("run", folder.File, "--check");
        Assert.That((hosted.ExitCode, hosted.Out), Is.EqualTo((0, $"{folder.File}: ok, 1 systems, 0 policies, 0 tasks\n")));
        Assert.That(remote.Out, Is.EqualTo(hosted.Out));
        Assert.That(alone.Out, Does.EndWith("(functions and checks were not looked up: no server was named)\n"));
        Assert.That(server.Applied, Is.Null);
    }

    [Test]
    public async Task Every_command_has_examples_in_its_help()
    {
        foreach (var path in Commands(VsmCli.Root(null, CliRun.Quiet), []))
        {
            var run = await CliRun.Alone([.. path, "--help"]);
            var examples = run.Out[(run.Out.IndexOf("Examples:", StringComparison.Ordinal) + 1)..].Split('\n').Where(x => x.StartsWith("  vsm ", StringComparison.Ordinal)).ToList();
            Assert.That(run.ExitCode, Is.Zero);
            Assert.That(examples, Is.Not.Empty, string.Join(' ', path));
            Assert.That(examples, path.Length == 0 ? Is.Not.Empty : Has.Some.StartsWith("  vsm " + string.Join(' ', path)), string.Join(' ', path));
        }
    }

    [Test]
    public async Task Version_is_printed() => Assert.That((await CliRun.Alone("--version")).Out, Does.Match(@"\Avsm \d+\.\d+\.\d+\n\z"));

    private static IEnumerable<string[]> Commands(Command command, string[] path) =>
        command.Subcommands.SelectMany(x => Commands(x, [.. path, x.Name])).Prepend(path);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
