using Vsm.Cli.Running;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_a_task_of_a_run_waits_for_a_person
{
    private const string Yaml = "name: Review\npurpose: Look\ntasks:\n  - content: One\n";

    private FakeServer _server = null!;
    private OrganisationFolder _folder = null!;

    [SetUp]
    public async Task Start()
    {
        _server = await FakeServer.Start();
        _folder = new OrganisationFolder();
        _folder.Write("org.yaml", Yaml);
        _server.OnTask = (server, task) => server.Step(Views.Waiting(task), "waits");
    }

    [TearDown]
    public async Task Stop()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task It_can_be_answered_on_a_terminal_and_goes_on()
    {
        _server.OnDecision = (task, decision) =>
        {
            if (decision.Decision == PersonDecision.Retry)
            {
                _server.Step(task with { State = "Delegating", Wait = null }, "again");
                _server.Step(Views.Waiting(task, wait: 2), "waits again");
            }
            else
            {
                _server.Approve(task, "Bob did it.");
            }

            return Microsoft.AspNetCore.Http.Results.Accepted();
        };
        var prompt = new ScriptedPrompt(Answer(PersonDecision.Retry), Answer(PersonDecision.Approve));
        var run = await OnTerminal(prompt, "run", _folder.File);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(prompt.Asked, Is.EqualTo(2));
        Assert.That(run.Out, Does.Contain("#1 Approved"));
        Assert.That(_server.Posted.Select(x => ((DecisionRequest)x.Body).Reason), Is.EqualTo(["seen", "seen"]));
    }

    [Test]
    public async Task Skipping_leaves_it_waiting()
    {
        var prompt = new ScriptedPrompt([null]);
        var run = await OnTerminal(prompt, "run", _folder.File);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Out, Does.Contain("#1 AwaitingPerson"));
        Assert.That(_server.Posted, Is.Empty);
    }

    [Test]
    public async Task With_wait_it_is_waited_for_until_somebody_answers()
    {
        _server.OnTask = (server, task) =>
        {
            server.Step(Views.Waiting(task), "waits");
            server.Approve(task, "approved by Ada");
        };
        var prompt = new ScriptedPrompt();
        var run = await OnTerminal(prompt, "run", _folder.File, "--wait");
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(prompt.Asked, Is.Zero);
    }

    private Task<CliRun> OnTerminal(IPersonPrompt prompt, params string[] args) => CliRun.Start(
        _server, CliRun.Quiet with { ErrorIsTerminal = true, InputIsTerminal = true, Prompt = prompt }, CancellationToken.None, args);

    private static DecisionRequest Answer(PersonDecision decision) => new() { Decision = decision, By = "Ada", Reason = "seen" };
}
