using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vsm.Cli;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

/// <summary>The API on a loopback port, with tasks that go the way a test tells them to go.</summary>
internal sealed class FakeServer : ILocalServer, IRunningServer
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, Guid> _keys = [];
    private OrganisationView? _organisation;

    private FakeServer(WebApplication app) => (_app, Failures) = (app, new FakeFailures(Posted));

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IReadOnlyList<CatalogueDescription> Catalogues => Vsm.Unit.Tests.Cli.Catalogues.All;

    public ConcurrentDictionary<Guid, TaskView> Tasks { get; } = [];

    public ConcurrentDictionary<Guid, List<Ruling>> Rulings { get; } = [];

    public List<TaskRequest> Submitted { get; } = [];

    public ConcurrentQueue<(string Path, object Body)> Posted { get; } = [];

    public OrganisationRequest? Applied { get; private set; }

    /// <summary>What a check of sagas finds.</summary>
    public SagaCheckView? Sagas { get; set; }

    /// <summary>What happens to a task that is handed in: its steps, in order.</summary>
    public Action<FakeServer, TaskView> OnTask { get; set; } = (server, task) => server.Approve(task, "done: " + task.Content);

    public Func<TaskView, DecisionRequest, IResult>? OnDecision { get; set; }

    public FakeTrouble Trouble { get; } = new();

    public FakeSessions Sessions { get; } = new();

    public FakeFailures Failures { get; }

    public FakeJournal Journal { get; } = new();

    public string? RefuseOrganisation { get; set; }

    /// <summary>How often a single task was read.</summary>
    public int TaskReads;

    /// <summary>Whole outputs of tasks.</summary>
    public ConcurrentDictionary<Guid, byte[]> Outputs { get; } = [];

    /// <summary>Content arrives with a byte more.</summary>
    public bool Damage { get; set; }

    public static async Task<FakeServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new FakeServer(app);
        app.Use(server.Trouble.InvokeAsync);
        server.Map(app.MapGroup("/api/v1"));
        await app.StartAsync();
        return server;
    }

    public Task<SagaCheckView> CheckSagasAsync(CancellationToken cancellationToken) => Task.FromResult(Sagas ?? throw new InvalidOperationException("The test says nothing of sagas."));

    public Task<IRunningServer> StartAsync(string contentRoot, CancellationToken cancellationToken) => Task.FromResult<IRunningServer>(this);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public void Approve(TaskView task, string output) => Step(task with { State = "Approved", Assignee = "worker", Attempts = 1, Output = output, DurationMs = 12 }, "approved");

    /// <summary>The task's next step, in the read model and on the stream.</summary>
    public TaskView Step(TaskView task, string summary)
    {
        lock (_lock)
        {
            Tasks[task.Id] = task;
            Journal.Add(task, summary);
        }

        return task;
    }

    public TaskView AddTask(TaskView task) => Tasks[task.Id] = task;

    private void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/functions", () => Cli.Catalogues.Functions);
        api.MapGet("/checks", () => Cli.Catalogues.Checks);
        api.MapPost("/organisations", Apply);
        api.MapGet("/organisations/{vsm}", (string vsm) => _organisation?.Vsm == vsm ? Results.Ok(_organisation) : Problem(404, $"no organisation {vsm}"));
        api.MapPost("/tasks", Submit);
        api.MapPost("/content", Store);
        api.MapGet("/tasks/{id}/output", (string id) => Results.Bytes(Outputs[Find(id)!.Id], "text/plain"));
        api.MapGet("/tasks", (int? limit, string? state) =>
            new Page<TaskView> { Items = [.. Tasks.Values.Where(x => state is null || x.State == state).OrderBy(x => x.Number).Take(limit ?? 50)], Next = "mark" });
        api.MapGet("/approvals", () => new Page<TaskView> { Items = [.. Tasks.Values.Where(x => x.State == TaskStates.AwaitingPerson)] });
        api.MapGet("/tasks/{id}", (string id) =>
        {
            Interlocked.Increment(ref TaskReads);
            return Find(id) is { } task ? Results.Ok(task) : Problem(404, $"no task {id}");
        });
        api.MapGet("/tasks/{id}/rulings", (string id) => new Page<Ruling> { Items = Rulings.GetValueOrDefault(Find(id)!.Id) ?? [] });
        api.MapGet("/tasks/{id}/journal", (string id) => new Page<JournalEntryView> { Items = Journal.Entries(0, Find(id)!.Id) });
        api.MapPost("/tasks/{id}/cancel", Cancel);
        api.MapGet("/budgets", () => new Page<BudgetView> { Items = Views.Budgets });
        api.MapGet("/budgets/{name}", (string name) => Views.Budgets.Single(x => x.Name == name));
        api.MapPut("/budgets/{name}", (string name, SetBudgetRequest request) => Post("set " + name, request));
        api.MapPost("/budgets/{name}/raise", (string name, RaiseBudgetRequest request) => Post("raise " + name, request));
        FakeSettings.Map(api, Posted);
        FakeSuggestions.Map(api, Posted);
        api.MapPost("/tasks/{id}/budget", (string id, BudgetRequest request) => Post("budget " + id, request));
        api.MapPost("/approvals/{id}", Decide);
        api.MapGet("/agents", () => new Page<AgentView> { Items = [Views.Agent] });
        api.MapGet("/agents/{id}", (string id) => id is "3" or "worker" ? Results.Ok(Views.Agent) : Problem(404, $"no agent {id}"));
        Sessions.Map(api);
        api.MapPost("/agents/{id}/drain", (string id, DrainRequest request) => Post("drain " + id, request));
        api.MapDelete("/agents/{id}", (string id, string by, string reason) => Post("retire " + id, (by, reason)));
        Failures.Map(api);
        api.MapGet("/policies", () => new Page<PolicyView> { Items = [Views.Policy] });
        api.MapGet("/policies/{id}", (string id) => id is "1" or "short" ? Results.Ok(Views.Policy) : Problem(404, $"no policy {id}"));
        api.MapGet("/stream", (HttpContext context, Guid? task, CancellationToken cancellation) => TypedResults.ServerSentEvents(
            Journal.Stream(long.TryParse(context.Request.Headers["Last-Event-ID"], out var last) ? last : null, task, cancellation)));
    }

    private IResult Apply(OrganisationRequest request)
    {
        Applied = request;
        _organisation = new OrganisationView
        {
            Vsm = request.Vsm, Name = request.Name, Purpose = request.Purpose, Version = 1, RequestId = Guid.NewGuid(), Reason = RefuseOrganisation,
            State = RefuseOrganisation is null ? OrganisationState.Applied : OrganisationState.Refused,
        };
        return Results.Accepted(null, _organisation);
    }

    private IResult Submit(HttpContext context, TaskRequest request)
    {
        TaskView task;
        lock (_lock)
        {
            var key = context.Request.Headers["Idempotency-Key"].ToString();
            if (_keys.TryGetValue(key, out var known))
            {
                return Results.Accepted(null, new TaskAccepted { Id = known });
            }

            Submitted.Add(request);
            task = Views.Task(Submitted.Count, request.Content);
            _keys[key] = task.Id;
        }

        OnTask(this, AddTask(task));
        return Results.Accepted(null, new TaskAccepted { Id = task.Id });
    }

    private async Task<IResult> Store(HttpContext context, string name)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = Damage ? [.. body.ToArray(), 0] : body.ToArray();
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        return Results.Created(null as string, new Contracts.Operations.ContentReference { Uri = new Uri($"vsm-content:/sha256/{sha256}"), Length = bytes.Length, Sha256 = sha256, Name = name });
    }

    private IResult Cancel(string id, CancelRequest request)
    {
        if (Find(id) is not { } task)
        {
            return Problem(404, $"no task {id}");
        }

        if (TaskStates.IsFinal(task.State))
        {
            return Problem(409, $"task {task.Number} is {task.State} already");
        }

        Step(task with { State = "Cancelled", Reason = request.Reason }, "cancelled");
        return Post("cancel " + id, request);
    }

    private IResult Decide(string id, DecisionRequest request)
    {
        Post("decide " + id, request);
        return Find(id) is not { } task ? Problem(404, $"no task {id}")
            : task.State != TaskStates.AwaitingPerson ? Problem(409, $"task {task.Number} does not wait for a person")
            : OnDecision?.Invoke(task, request) ?? Results.Accepted();
    }

    private IResult Post(string path, object body)
    {
        Posted.Enqueue((path, body));
        return Results.Accepted();
    }

    private TaskView? Find(string id) => Guid.TryParse(id, out var guid)
        ? Tasks.GetValueOrDefault(guid)
        : Tasks.Values.FirstOrDefault(x => x.Number?.ToString(null, null) == id);

    private static IResult Problem(int status, string detail) => Results.Problem(detail, statusCode: status);
}
