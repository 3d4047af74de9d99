using System.Net;
using System.Text.Json;
using Vsm.Contracts.Http;
using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Integration.Tests.Services;

/// <summary>A task of five calls of a model, with a call of a tool between each two; the process that works on it ends at the third.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class When_a_process_ends_amid_paid_work : ServicesTest
{
    private const string Operations = "Vsm.S1.Operations";
    private const int Calls = 5;
    private const int HeldAt = 3;

    // 10 tokens at 2 and 5 at 10 USD for a million.
    private const decimal CostOfCall = 0.00007m;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(75);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _before = Server.Requests.Count;
    private ServiceProcess? _other;
    private string _organisation = "";

    private static ChatServer Server => TheServices.Models;

    private int Asked => Server.Requests.Count - _before;

    [SetUp]
    public async Task WriteAsync()
    {
        Server.Otherwise = Answer;
        _organisation = Path.Combine(TheServices.Subfolder("paid"), "org.yaml");
        await File.WriteAllTextAsync(_organisation, """
            vsm: paid
            name: paid
            purpose: Have things looked up.
            limits: { cost_per_task: 1 }
            systems:
              - name: clerk
                kind: llm
                model: test/small
                capabilities: [look-up]
                permissions: { read_systems_tool: read }
            policies:
              - name: short
                rule: An answer has at most 20 words.
                check: { type: max_words, max: 20 }
            tasks:
              - content: Look everything up.
                requires: [look-up]
            """);
    }

    [TearDown]
    public async Task EndAsync()
    {
        Server.Otherwise = null;
        _open.TrySetResult();
        if (_other is { } other)
        {
            await ProcessReport.WriteAsync(other);
            await ProcessReport.WriteAsync(Cluster[Operations]);
            await Cluster[Operations].DisposeAsync();
            await Cluster.StartServiceAsync(Operations);
            await other.StopAsync(Limit);
            await other.DisposeAsync();
        }
    }

    [Test]
    public async Task Killed_it_repeats_the_one_call_that_it_was_at()
    {
        await using var run = await RunUntilHeldAsync();

        await Cluster[Operations].SignalAsync("KILL");

        var task = await ApprovedAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Asked, Is.EqualTo(Calls + 1));
            Assert.That(task.Recovery, Is.EqualTo(new TaskRecovery { CallsFromRecord = 2 * (HeldAt - 1), CallsRepeated = 1 }));
            Assert.That(task.Cost, Is.GreaterThan((Calls + 1) * CostOfCall).And.LessThan(0.1m), "the broken one at the most that it can have cost");
            var said = Testing.Failures.AreWanted ? (await Cluster.VsmAsync("task", "show", task.Id.ToString(), "--vsm", "paid", "--output", "json")).Out : run.Out;
            Assert.That(said, Does.Contain("\"callsRepeated\": 1"));
        }
    }

    [Test]
    public async Task Asked_to_end_it_hands_over_and_nothing_is_repeated()
    {
        using var http = new HttpClient { BaseAddress = await Cluster[Operations].StartedAsync() };
        await using var run = await RunUntilHeldAsync();

        await Cluster[Operations].SignalAsync("TERM");
        await Eventually.ReadAsync("not ready", () => StatusAsync(http), x => x != HttpStatusCode.OK);
        _open.SetResult();

        var task = await ApprovedAsync(run);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cluster[Operations].ExitAsync(Limit), Is.Zero);
            Assert.That(Asked, Is.EqualTo(Calls));
            Assert.That(task.Recovery, Is.EqualTo(new TaskRecovery { CallsFromRecord = (2 * HeldAt) - 1 }));
            Assert.That(task.Cost, Is.EqualTo(Calls * CostOfCall));
        }
    }

    /// <summary>The third call is answered once the test says so; asked again, it is answered at once.</summary>
    private ChatReply Answer(ChatRequest request)
    {
        var turn = request.Body.GetProperty("messages").EnumerateArray().Count(x => x.GetProperty("role").GetString() == "assistant") + 1;
        var reply = turn == Calls ? ChatReply.Text("All is looked up.") : ChatReply.Calls(($"call_{turn}", "read_systems_tool", "{}"));
        return turn == HeldAt && _reached.TrySetResult() ? reply.After(_open.Task) : reply;
    }

    private async Task<ServiceProcess> RunUntilHeldAsync()
    {
        var run = ServiceProcess.Start("Vsm.Cli", ["run", _organisation, "--server", Cluster.Address.ToString(), "--output", "json"]);
        try
        {
            await _reached.Task.WaitAsync(Limit);
            _other = await Cluster.StartReplicaAsync(Operations);
            return run;
        }
        catch
        {
            await ProcessReport.WriteAsync(run);
            await run.DisposeAsync();
            throw;
        }
    }

    private static async Task<TaskView> ApprovedAsync(ServiceProcess run)
    {
        Assert.That(await run.ExitAsync(TimeSpan.FromSeconds(120)), Is.Zero, run.Output);
        var id = JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single().GetProperty("id").GetGuid();
        // Calls come to be known as the journal does, which failures delay.
        var task = await Eventually.ReadAsync("its calls", () => Cluster.GetAsync<TaskView>($"tasks/{id}?vsm=paid"), x => x.Recovery is not null);
        Assert.That((task.State, task.Attempts, task.Output), Is.EqualTo(("Approved", 1, "All is looked up.")));
        Assert.That(await TroubleAsync(), Is.Empty);
        return task;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using var response = await http.GetAsync("/health/ready");
        return response.StatusCode;
    }
}
