using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Builder;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Dashboard;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Dashboard;

/// <summary>The dashboard with nothing around it, and what other functions would tell it.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Task<FunctionHarness> DashboardAsync(params (string Key, string Value)[] settings) => DashboardAsync(_ => { }, settings);

    public static Task<FunctionHarness> DashboardAsync(Action<WebApplicationBuilder> add, params (string Key, string Value)[] settings) =>
        FunctionHarness.StartAsync(
            x =>
            {
                x.AddDashboard();
                add(x);
            },
            x => x.MapDashboard(),
            settings);

    /// <summary>A dashboard that knows the root organisation as applied.</summary>
    public static async Task<FunctionHarness> OrganisationAsync(params (string Key, string Value)[] settings)
    {
        var function = await DashboardAsync(settings);
        await function.JournalAsync(Organisation(OrganisationState.Applied, 0));
        return function;
    }

    /// <summary>Ships entries and waits until they are written.</summary>
    public static async Task JournalAsync(this FunctionHarness function, params JournalEntry[] entries)
    {
        var batch = NewId.NextGuid();
        var endpoint = await function.Harness.Bus.GetSendEndpoint(new Uri("exchange:vsm.dashboard.journal"));
        await endpoint.Send(new JournalBatch { Entries = entries }, x => x.MessageId = batch);
        // The harness stops to wait once nothing has happened for a while, which on a busy machine may be before this is done.
        await Eventually.ReadAsync(
            "the batch written",
            () => System.Threading.Tasks.Task.FromResult(function.Harness.Consumed.Select<JournalBatch>(x => x.Context.MessageId == batch && x.Exception is null, new CancellationToken(true)).Any()),
            x => x);
    }

    /// <summary>The command that went to a queue.</summary>
    public static async Task<T> SentAsync<T>(this FunctionHarness function, string queue)
        where T : class
    {
        var sent = await function.Harness.Sent.SelectAsync<T>(x => x.Context.DestinationAddress!.AbsolutePath.EndsWith(queue, StringComparison.Ordinal)).First();
        return sent.Context.Message;
    }

    public static async Task<JsonElement> GetAsync(this FunctionHarness function, string path)
    {
        var response = await function.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public static Task<HttpResponseMessage> PostAsync(this FunctionHarness function, string path, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return function.Http.SendAsync(request);
    }

    /// <summary>The problem details of an answer, which has to be of that status.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), text);
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.That(problem.GetProperty("status").GetInt32(), Is.EqualTo(status));
        Assert.That(problem.GetProperty("title").GetString(), Is.Not.Empty);
        return problem;
    }

    public static string? Detail(this JsonElement problem) => problem.GetProperty("detail").GetString();

    public static string? Error(this JsonElement problem, string path) => problem.GetProperty("errors").GetProperty(path)[0].GetString();

    public static JsonElement[] Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    public static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    public static JournalEntry Task(Guid id, int step, TaskProgress progress) =>
        Entry($"{id}/{step}", "s3", "task." + progress.State.ToLowerInvariant()) with { TaskId = id, Step = step, Data = Json(progress), At = Start.AddSeconds(step) };

    public static JournalEntry Organisation(OrganisationState state, int second, string vsm = "root") => Entry($"organisation/{vsm}/{second}", "s5", "organisation") with
    {
        Vsm = vsm,
        At = Start.AddSeconds(second),
        Data = Json(new OrganisationProgress { RequestId = Guid.Empty, Name = "n", Purpose = "p", Version = 1, State = state, Pending = ["reporter"] }),
    };

    public static JournalEntry Agent(Guid id, int number, string name, AgentStatus status = AgentStatus.Active) => Entry($"agent/{id}", "s3", "agent") with
    {
        Data = Json(new AgentProgress
        {
            Agent = new AgentInfo
            {
                AgentId = id, Number = number, Name = name, Kind = "function", ConfigurationVersion = 1, MaxConcurrentTasks = 2, StartedAt = Start,
            },
            Status = status,
        }),
    };

    public static JournalEntry Configuration(Guid id, int number, string name) => Entry($"configuration/{id}", "s5", "configuration") with
    {
        Data = Json(new AgentConfiguration { AgentId = id, Number = number, Name = name, Kind = "function", Version = 1 }),
    };

    public static JournalEntry Ruling(Guid id, Guid task, Guid agent, int second, Verdict verdict, params Finding[] findings) =>
        Entry($"{task}/ruling/{id}", "s3star", "ruling") with
        {
            TaskId = task,
            Attempt = 1,
            Data = Json(new Ruling
            {
                RulingId = id, TaskId = task, Attempt = 1, Evaluation = 1, AgentId = agent, AgentNumber = 1, PolicySetVersion = 1, Verdict = verdict, Score = 0,
                Findings = findings, At = Start.AddSeconds(second),
            }),
        };

    public static Finding Finding(Guid policy, int number, string name, Verdict verdict, string interpretation) => new()
    {
        PolicyId = policy, PolicyNumber = number, Policy = name, PolicyVersion = 1, Verdict = verdict, Interpretation = interpretation,
    };

    public static JournalEntry Entry(string key, string function, string kind) => new() { Key = key, Function = function, Kind = kind, At = Start, Summary = kind };

    public static JsonElement Json<T>(T data) => JsonSerializer.SerializeToElement(data, JournalJson.Options);
}
