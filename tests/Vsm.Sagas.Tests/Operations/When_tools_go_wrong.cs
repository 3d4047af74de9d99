using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Tools.Web;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Operations;

[Platform("Linux")]
public sealed class When_tools_go_wrong
{
    [Test]
    public async Task A_model_that_never_stops_calling_is_stopped_and_waits_for_a_person()
    {
        await using var bench = await ToolBench.StartAsync(("Vsm:Tools:MostCalls", "7"));
        bench.Server.Otherwise = _ => ToolBench.Files("""{"action":"list","path":"."}""");

        var failure = await bench.DoAsync<TaskExecutionFailed>(ToolBench.Clerk(("file_system_tool", "read")));

        Assert.That(failure.Error, Is.EqualTo(ExecutionError.NotSetUp));
        Assert.That(failure.Reason, Does.Contain("more than 7 calls of tools in one attempt").And.Contain("Vsm:Tools:MostCalls"));
        Assert.That(bench.Server.Requests, Has.Count.EqualTo(8));
        Assert.That(failure.ToolCalls.Count(x => x.Tool == "file_system_tool"), Is.EqualTo(7));
        Assert.That(failure.Usage.Cost, Is.EqualTo(8 * 0.00007m), "every call is paid");
    }

    [Test]
    public async Task A_thousand_calls_at_once_are_not_begun()
    {
        await using var bench = await ToolBench.StartAsync();

        var failure = await bench.DoAsync<TaskExecutionFailed>(
            ToolBench.Clerk(("file_system_tool", "write")),
            ChatReply.Calls([.. Enumerable.Range(0, 1_000).Select(x => ($"c{x}", "file_system_tool", $$"""{"action":"write","path":"{{x}}.txt","content":"X"}"""))]));

        Assert.That(failure.Reason, Does.Contain("more than 30 calls"));
        Assert.That(Directory.GetFileSystemEntries(bench.Place.File("desk")), Is.Empty);
    }

    [Test]
    public async Task A_tool_that_never_returns_is_cut_off_and_the_model_goes_on()
    {
        var web = new DeafWeb();
        await using var bench = await ToolBench.StartAsync(
            x => x.Services.AddSingleton<IWebRoutes>(web), ("Vsm:Tools:CallLimit", OperationsBench.ToolLimit.ToString("c")));
        bench.Server.Says(ToolBench.Calls("web_fetch_tool", """{"url":"http://example.org/"}"""), ChatReply.Text("It did not answer."));
        var clerk = ToolBench.Clerk(("web_fetch_tool", "read"));
        await bench.Bench.ConfigureAsync(clerk);
        var task = Agents.Task(clerk, "Fetch it.");
        await bench.Bench.AssignAsync(clerk, task);
        await web.Asked.WaitAsync(TimeSpan.FromSeconds(60));

        await bench.Bench.Clock.RingAsync(OperationsBench.ToolLimit);

        var result = await bench.Bench.PublishedAsync<TaskResultMessage>(x => x.TaskId == task.TaskId);
        Assert.That((result.ToolCalls[1].Outcome, result.ToolCalls[1].Result), Is.EqualTo((ToolCallOutcome.Failed, "web_fetch_tool was not done after 00:00:33, which is the limit.")));
        Assert.That(bench.Server.Requests[1].Said("tool"), Does.Contain("was not done after"));
    }

    [Test]
    public async Task An_address_inside_is_not_fetched()
    {
        await using var bench = await ToolBench.StartAsync(x => x.Services.AddSingleton<IWebRoutes>(new InsideWeb()));

        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("web_fetch_tool", "read")), ToolBench.Calls("web_fetch_tool", """{"url":"http://example.org/latest/meta-data"}"""),
            ToolBench.Calls("web_fetch_tool", """{"url":"http://169.254.169.254/latest"}"""), ChatReply.Text("No."));

        Assert.That(result.ToolCalls.Where(x => x.Tool == "web_fetch_tool").Select(x => x.Outcome), Is.All.EqualTo(ToolCallOutcome.Failed));
        Assert.That(bench.Server.Requests[2].Said("tool"), Does.Contain("example.org has no public address").And.Contain("'169.254.169.254' is not among the hosts"));
    }

    [Test]
    public async Task What_was_begun_before_in_the_attempt_is_not_done_again()
    {
        await using var bench = await ToolBench.StartAsync();
        var clerk = ToolBench.Clerk(("file_system_tool", "write"));
        await bench.Bench.ConfigureAsync(clerk);
        bench.Server.Says(ToolBench.Files("""{"action":"write","path":"a.txt","content":"X"}"""), ChatReply.Text("It was begun."));
        var task = Agents.Task(clerk, "Write.");
        var effects = bench.Bench.Services.GetRequiredService<Effects>();
        Assert.That(await effects.ClaimAsync(task, 2, "file_system_tool"));

        var result = await bench.Bench.DoAsync<TaskResultMessage>(clerk, task, x => x.TaskId);

        Assert.That((result.ToolCalls[1].Outcome, result.ToolCalls[1].Result), Is.EqualTo(
            (ToolCallOutcome.Failed, "This call of file_system_tool was begun before in this attempt, and what changes something is not done twice.")));
        Assert.That(File.Exists(bench.Place.File("desk/a.txt")), Is.False);
    }

    [Test]
    public async Task Each_effect_is_claimed_before_it_is_done()
    {
        await using var bench = await ToolBench.StartAsync();
        var result = await bench.DoAsync<TaskResultMessage>(
            ToolBench.Clerk(("file_system_tool", "write")), ToolBench.Files("""{"action":"list","path":"."}"""),
            ToolBench.Files("""{"action":"write","path":"a.txt","content":"X"}"""), ChatReply.Text("Written."));

        var claimed = await bench.Bench.Services.GetRequiredService<Effects>().FindAsync(
            Agents.Task(ToolBench.Clerk(), "") with { TaskId = result.TaskId }, TestContext.CurrentContext.CancellationToken);

        Assert.That(claimed.Select(x => (x.Attempt, x.Step, x.Tool)), Is.EqualTo(((int, int, string)[])[(1, 4, "file_system_tool")]));
    }

    [Test]
    public async Task A_task_that_is_given_back_goes_to_Control_with_what_it_cost()
    {
        await using var bench = await ToolBench.StartAsync();

        var gap = await bench.DoAsync<CapabilityGapMessage>(
            ToolBench.Clerk(("escalate_tool", "write")),
            ToolBench.Calls("escalate_tool", """{"reason":"Somebody threatens with a court.","missing_capabilities":["law","Not One\n"]}"""));

        Assert.That((gap.ReportedBy, gap.Attempt, gap.Reason, gap.Content), Is.EqualTo((GapReporter.System1, 1, "Somebody threatens with a court.", "Do it.")));
        Assert.That(gap.MissingCapabilities, Is.EqualTo((string[])["law"]));
        Assert.That(gap.Usage, Is.EqualTo(new Usage { InputTokens = 10, OutputTokens = 5, Cost = 0.00007m }));
        Assert.That(gap.ToolCalls.Select(x => (x.Tool, x.Outcome)), Is.EqualTo(((string, ToolCallOutcome)[])
            [("model", ToolCallOutcome.Succeeded), ("escalate_tool", ToolCallOutcome.Succeeded)]));
        Assert.That((await bench.Bench.ReceiptsAsync(gap.TaskId)).Single().Answer!.Gap, Is.Not.Null, "a copy of the command gets the same");
    }

    [TestCase("file_system_tool", "tools.file_root")]
    [TestCase("web_fetch_tool", "tools.web_hosts")]
    [TestCase("fly_tool", "There is no such tool; there are escalate_tool, file_system_tool")]
    public async Task One_that_lacks_what_its_tools_need_is_announced_with_that(string tool, string problem)
    {
        await using var bench = await ToolBench.StartAsync();

        await bench.Bench.Bus.Publish(new SystemConfigured { Configuration = ToolBench.Clerk((tool, "read")) with { Tools = null }, Reason = "test" });

        var health = (await bench.Bench.RegistrationAsync()).Health;
        Assert.That(health.Success, Is.False);
        Assert.That(health.Error, Does.Contain(problem));
    }

    private sealed class DeafWeb : IWebRoutes
    {
        private readonly TaskCompletionSource _asked = new();

        public Task Asked => _asked.Task;

        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel)
        {
            _asked.TrySetResult();
            return new TaskCompletionSource<IReadOnlyList<IPAddress>>().Task; // whatever is cancelled
        }

        public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancel) => throw new NotSupportedException();
    }

    private sealed class InsideWeb : IWebRoutes
    {
        public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel) => Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Parse("169.254.169.254")]);

        public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancel) => throw new NotSupportedException("Nobody is to connect.");
    }
}
