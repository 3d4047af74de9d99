using System.Net;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

public sealed class When_a_client_speaks_MCP
{
    [Test]
    public async Task It_hands_in_a_task_and_reads_where_it_stands()
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);

        var tools = await client.ListToolsAsync(new ListToolsRequestParams());
        var submitted = await CallAsync(client, "submit_task", new { content = "Sum up", requiredCapabilities = new[] { "csv" }, idempotencyKey = "a" });

        Assert.That(tools.Tools.Select(x => x.Name), Is.EqualTo(["submit_task", "get_task", "list_tasks", "list_agents"]));
        var sent = await function.SentAsync<AssignTaskMessage>("vsm.s3.tasks");
        Assert.That((sent.Content, sent.RequiredCapabilities.Single()), Is.EqualTo(("Sum up", "csv")));
        Assert.That((submitted.Text("id"), submitted.Text("state")), Is.EqualTo((sent.TaskId.ToString(), "Accepted")));
        Assert.That((await CallAsync(client, "get_task", new { task = sent.TaskId })).Text("content"), Is.EqualTo("Sum up"));
        Assert.That((await CallAsync(client, "list_tasks", new { limit = 5 })).GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That((await CallAsync(client, "list_agents", new { })).GetProperty("items").GetArrayLength(), Is.Zero);
    }

    [Test]
    public async Task The_same_key_is_the_same_task_also_over_HTTP()
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);
        var first = await CallAsync(client, "submit_task", new { content = "Sum up", idempotencyKey = "a" });

        var again = await CallAsync(client, "submit_task", new { content = "Sum up", idempotencyKey = "a" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/tasks") { Content = new StringContent("""{"content":"Sum up"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", "a");
        var over = JsonElement.Parse(await (await function.Http.SendAsync(request)).Content.ReadAsStringAsync());
        var other = await AnswerAsync(client, "submit_task", new { content = "Something else", idempotencyKey = "a" });

        Assert.That((again.Text("id"), over.Text("id")), Is.EqualTo((first.Text("id"), first.Text("id"))));
        Assert.That(other.IsError, Is.True);
        Assert.That(Text(other), Does.Contain("Another request was sent with the Idempotency-Key 'a'"));
    }

    [TestCase("submit_task", """{"content":""}""", "content")]
    [TestCase("submit_task", """{"content":"x","priority":"high"}""", "priority")]
    [TestCase("submit_task", """{"content":"x","replyTo":"queue:x"}""", "The argument 'replyTo' is unknown")]
    [TestCase("submit_task", """{"content":"x","waitSeconds":301}""", "expected whole seconds from 0 to 300")]
    [TestCase("submit_task", """{"content":"x","vsm":"nowhere"}""", "There is no VSM 'nowhere'")]
    [TestCase("get_task", """{"task":"17"}""", "There is no task '17'")]
    [TestCase("get_task", "{}", "The argument 'task' is missing")]
    [TestCase("list_tasks", """{"limit":"many"}""", "many")]
    public async Task What_is_wrong_is_said_as_the_API_says_it(string tool, string arguments, string said)
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);

        var answer = await client.CallToolAsync(new CallToolRequestParams { Name = tool, Arguments = JsonElement.Parse(arguments).Deserialize<Dictionary<string, JsonElement>>()! });

        Assert.That(answer.IsError, Is.True);
        Assert.That(Text(answer), Does.Contain(said));
    }

    [TestCase("submit_task", "Approved")]
    [TestCase("submit_task", "Failed")]
    [TestCase("get_task", "Approved")]
    [TestCase("get_task", "AwaitingPerson")]
    [TestCase("get_task", "AwaitingBudget")]
    public async Task Waiting_ends_when_the_task_does_or_only_a_person_can_go_on(string tool, string state)
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);
        var waiting = CallAsync(client, "submit_task", new { content = "Sum up", waitSeconds = tool == "submit_task" ? 300 : 0 });
        var id = (await SubmittedAsync(function)).TaskId;
        if (tool == "get_task")
        {
            await waiting;
            waiting = CallAsync(client, "get_task", new { task = id, waitSeconds = 300 });
        }

        await function.JournalAsync(Given.Task(id, 1, new TaskProgress { State = "Executing", Number = 1, Content = "Sum up" }));
        var early = waiting.IsCompleted;
        await function.JournalAsync(Given.Task(id, 2, new TaskProgress { State = state, Number = 1, Output = "42" }));

        var task = await waiting.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That((early, task.Text("state"), task.Text("output")), Is.EqualTo((false, state, "42")));
    }

    [Test]
    public async Task A_client_that_leaves_is_not_waited_for()
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);
        using var patience = new CancellationTokenSource();
        var waiting = client.CallToolAsync(
            new CallToolRequestParams { Name = "submit_task", Arguments = JsonSerializer.SerializeToElement(new { content = "Sum up", waitSeconds = 300 }).Deserialize<Dictionary<string, JsonElement>>()! },
            patience.Token).AsTask();
        await SubmittedAsync(function);

        await patience.CancelAsync();

        Assert.That(async () => await waiting.WaitAsync(TimeSpan.FromSeconds(60)), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((await CallAsync(client, "list_tasks", new { limit = 5 })).GetProperty("items").GetArrayLength(), Is.EqualTo(1), "it was handed in all the same");
    }

    [Test]
    public async Task Waiting_ends_when_its_time_has_passed()
    {
        await using var function = await Given.OrganisationAsync();
        await using var client = await ClientAsync(function);

        var task = await CallAsync(client, "submit_task", new { content = "Sum up", waitSeconds = 1 });

        Assert.That(task.Text("state"), Is.EqualTo("Accepted"));
    }

    [Test]
    public async Task Pages_of_other_sites_and_bad_messages_are_refused()
    {
        await using var function = await Given.OrganisationAsync();

        Assert.That((await PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", "http://evil.example")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await PostAsync("""{"nothing":1}""", null)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await PostAsync("[", null)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await function.Http.GetAsync(new Uri("/mcp", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));

        async Task<HttpResponseMessage> PostAsync(string body, string? origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (origin is not null)
            {
                request.Headers.Add("Origin", origin);
            }

            return await function.Http.SendAsync(request);
        }
    }

    // The harness itself stops waiting once nothing has happened for a second.
    private static Task<AssignTaskMessage> SubmittedAsync(FunctionHarness function) => Eventually.ReadAsync(
        "the task", () => Task.FromResult(function.Harness.Sent.Select<AssignTaskMessage>(new CancellationToken(canceled: true)).FirstOrDefault()?.Context.Message!), x => x is not null);

    private static Task<McpClient> ClientAsync(FunctionHarness function) => McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
    {
        Endpoint = new Uri(function.Http.BaseAddress!, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp,
    }));

    private static async Task<JsonElement> CallAsync(McpClient client, string tool, object arguments)
    {
        var answer = await AnswerAsync(client, tool, arguments);
        Assert.That(answer.IsError, Is.Not.True, Text(answer));
        return JsonElement.Parse(Text(answer));
    }

    private static async Task<CallToolResult> AnswerAsync(McpClient client, string tool, object arguments) => await client.CallToolAsync(
        new CallToolRequestParams { Name = tool, Arguments = JsonSerializer.SerializeToElement(arguments).Deserialize<Dictionary<string, JsonElement>>()! });

    private static string Text(CallToolResult answer) => ((TextContentBlock)answer.Content.Single()).Text;
}
