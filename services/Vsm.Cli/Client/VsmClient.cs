using System.Runtime.CompilerServices;
using Vsm.Contracts;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Client;

/// <summary>The HTTP API as methods, for one VSM instance.</summary>
internal sealed class VsmClient(ApiConnection connection, string vsm = VsmInstance.Root)
{
    private const int MostPages = 10_000;

    public Uri Server => connection.Server;

    public ApiConnection Connection => connection;

    /// <summary>The same, for who asks again by itself.</summary>
    public VsmClient Once => new(connection.Once, vsm);

    public async Task<Guid> Apply(OrganisationRequest organisation, CancellationToken cancellation) =>
        (await connection.Post<OrganisationAccepted>("organisations", organisation, Guid.NewGuid().ToString(), cancellation)).RequestId;

    public Task<OrganisationView> Organisation(CancellationToken cancellation) =>
        connection.Get<OrganisationView>($"organisations/{Escape(vsm)}", cancellation);

    /// <param name="task">What is to be done.</param>
    /// <param name="idempotencyKey">Hands in no second task when it is asked again.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="toItsEnd">It does not end a request under way, or a task could be accepted whose id nobody here knows.</param>
    public Task<TaskAccepted> Submit(TaskRequest task, string idempotencyKey, CancellationToken cancellation, bool toItsEnd = false) =>
        connection.Post<TaskAccepted>(Query("tasks"), task, idempotencyKey, cancellation, toItsEnd);

    public Task<TaskView> Task(string id, CancellationToken cancellation) =>
        connection.Get<TaskView>(Query($"tasks/{Escape(id)}"), cancellation);

    public Task<Page<TaskView>> Tasks(int? limit, string? after, string? state, CancellationToken cancellation) =>
        connection.Get<Page<TaskView>>(Query("tasks", ("limit", limit?.ToString(null, null)), ("after", after), ("state", state)), cancellation);

    public Task<Page<TaskView>> Approvals(int? limit, string? after, CancellationToken cancellation) =>
        connection.Get<Page<TaskView>>(Query("approvals", ("limit", limit?.ToString(null, null)), ("after", after)), cancellation);

    public Task<IReadOnlyList<Ruling>> Rulings(string id, CancellationToken cancellation) => All<Ruling>($"tasks/{Escape(id)}/rulings", cancellation);

    public IAsyncEnumerable<JournalEntryView> Journal(string id, CancellationToken cancellation) =>
        Each<JournalEntryView>($"tasks/{Escape(id)}/journal", cancellation);

    public Task Cancel(string id, CancelRequest request, CancellationToken cancellation) =>
        connection.Post(Query($"tasks/{Escape(id)}/cancel"), request, cancellation);

    public Task RaiseBudget(string id, BudgetRequest request, CancellationToken cancellation) =>
        connection.Post(Query($"tasks/{Escape(id)}/budget"), request, cancellation);

    public Task Decide(string id, DecisionRequest request, CancellationToken cancellation) =>
        connection.Post(Query($"approvals/{Escape(id)}"), request, cancellation);

    public Task<IReadOnlyList<AgentView>> Agents(CancellationToken cancellation) => All<AgentView>("agents", cancellation);

    public Task<AgentView> Agent(string id, CancellationToken cancellation) =>
        connection.Get<AgentView>(Query($"agents/{Escape(id)}"), cancellation);

    public Task Drain(string id, DrainRequest request, CancellationToken cancellation) =>
        connection.Post(Query($"agents/{Escape(id)}/drain"), request, cancellation);

    public Task Retire(string id, string by, string reason, CancellationToken cancellation) =>
        connection.Delete(Query($"agents/{Escape(id)}", ("by", by), ("reason", reason)), cancellation);

    public Task<TurnTaken> Turn(string agent, string user, string message, string idempotencyKey, CancellationToken cancellation) =>
        connection.Post<TurnTaken>(Query($"sessions/{Escape(agent)}/{Escape(user)}/turns"), new TurnRequest { ChatMessage = message }, idempotencyKey, cancellation);

    public Task<Conversation> Session(string agent, string user, CancellationToken cancellation) =>
        connection.Get<Conversation>(Query($"sessions/{Escape(agent)}/{Escape(user)}"), cancellation);

    public Task<Page<Session>> Sessions(string? agent, string? user, int? limit, string? after, CancellationToken cancellation) =>
        connection.Get<Page<Session>>(Query("sessions", ("agent", agent), ("user", user), ("limit", limit?.ToString(null, null)), ("after", after)), cancellation);

    public Task DeleteSession(string agent, string user, CancellationToken cancellation) =>
        connection.Delete(Query($"sessions/{Escape(agent)}/{Escape(user)}"), cancellation);

    public Task<IReadOnlyList<PolicyView>> Policies(CancellationToken cancellation) => All<PolicyView>("policies", cancellation);

    public Task<PolicyView> Policy(string id, CancellationToken cancellation) =>
        connection.Get<PolicyView>(Query($"policies/{Escape(id)}"), cancellation);

    public Task<IReadOnlyList<BudgetView>> Budgets(CancellationToken cancellation) => All<BudgetView>("budgets", cancellation);

    public Task<BudgetView> Budget(string name, CancellationToken cancellation) =>
        connection.Get<BudgetView>(Query($"budgets/{Escape(name)}"), cancellation);

    public Task SetBudget(string name, SetBudgetRequest request, CancellationToken cancellation) =>
        connection.Put(Query($"budgets/{Escape(name)}"), request, cancellation);

    public Task RaiseBudget(string name, RaiseBudgetRequest request, CancellationToken cancellation) =>
        connection.Post(Query($"budgets/{Escape(name)}/raise"), request, cancellation);

    public Task<IReadOnlyList<SettingView>> Settings(CancellationToken cancellation) => All<SettingView>("settings", cancellation);

    public Task<SettingView> Setting(string name, CancellationToken cancellation) =>
        connection.Get<SettingView>(Query($"settings/{Escape(name).Replace("%2F", "/", StringComparison.Ordinal)}"), cancellation);

    public Task<SettingView> SetSetting(string name, SetSettingRequest request, CancellationToken cancellation) =>
        connection.Put<SettingView>(Query($"settings/{Escape(name).Replace("%2F", "/", StringComparison.Ordinal)}"), request, cancellation);

    public Task<SettingView> UndoSetting(long version, UndoSettingRequest request, CancellationToken cancellation) =>
        Ask<SettingView>($"settings/history/{version}/undo", request, cancellation);

    public Task<Page<SettingVersion>> SettingVersions(string? name, int? limit, string? after, CancellationToken cancellation) =>
        connection.Get<Page<SettingVersion>>(Query("settings/history", ("name", name), ("limit", limit?.ToString(null, null)), ("after", after)), cancellation);

    public async Task<IReadOnlyList<CatalogueDescription>> Catalogues(CancellationToken cancellation) =>
    [
        await connection.Get<CatalogueDescription>("functions", cancellation),
        await connection.Get<CatalogueDescription>("checks", cancellation),
    ];

    public Task<Page<FailedMessageView>> FailedMessages(
        FailedMessageFilter filter, FailedMessageState? state, int? limit, string? after, CancellationToken cancellation) =>
        connection.Get<Page<FailedMessageView>>(
            Plain(
                "failed-messages", ("queue", filter.Queue), ("type", filter.Type), ("exception", filter.Exception), ("reason", filter.Reason),
                ("state", state?.ToString()), ("limit", limit?.ToString(null, null)), ("after", after)),
            cancellation);

    public Task<Page<FailedMessageGroup>> FailedMessageGroups(CancellationToken cancellation) =>
        connection.Get<Page<FailedMessageGroup>>("failed-messages/groups", cancellation);

    public Task<FailedMessageView> FailedMessage(string id, CancellationToken cancellation) =>
        connection.Get<FailedMessageView>($"failed-messages/{Escape(id)}", cancellation);

    public Task<FailedMessagesProgress> FailedProgress(Guid act, CancellationToken cancellation) =>
        connection.Get<FailedMessagesProgress>($"failed-messages/acts/{act}", cancellation);

    public Task<FailedMessageView> RetryFailed(string id, RetryRequest request, CancellationToken cancellation) =>
        Ask<FailedMessageView>($"failed-messages/{Escape(id)}/retry", request, cancellation);

    public Task<FailedMessageView> DiscardFailed(string id, DiscardRequest request, CancellationToken cancellation) =>
        Ask<FailedMessageView>($"failed-messages/{Escape(id)}/discard", request, cancellation);

    public Task<FailedMessagesTaken> RetryFailed(RetryManyRequest request, CancellationToken cancellation) =>
        Ask<FailedMessagesTaken>("failed-messages/retry", request, cancellation);

    public Task<FailedMessagesTaken> DiscardFailed(DiscardManyRequest request, CancellationToken cancellation) =>
        Ask<FailedMessagesTaken>("failed-messages/discard", request, cancellation);

    /// <summary>A path with its query; the instance is left out when it is the root, which the server takes then.</summary>
    public string Query(string path, params IEnumerable<(string Name, string? Value)> parameters) =>
        Plain(path, parameters.Append(("vsm", vsm == VsmInstance.Root ? null : vsm)));

    // Queues are shared by all instances, and so is what lies in them.
    private static string Plain(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var given = parameters.Where(x => x.Value is not null).Select(x => $"{x.Name}={Escape(x.Value!)}").ToList();
        return given.Count == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    private Task<T> Ask<T>(string path, object request, CancellationToken cancellation) =>
        connection.Post<T>(path, request, Guid.NewGuid().ToString(), cancellation);

    private async Task<IReadOnlyList<T>> All<T>(string path, CancellationToken cancellation)
    {
        var all = new List<T>();
        await foreach (var item in Each<T>(path, cancellation))
        {
            all.Add(item);
        }

        return all;
    }

    private async IAsyncEnumerable<T> Each<T>(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            var page = await connection.Get<Page<T>>(Query(path, ("after", after)), cancellation);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.Next is null || page.Next == after)
            {
                yield break;
            }

            after = page.Next;
        }
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);
}

/// <summary>The part of the answer to <c>POST /organisations</c> that matters here.</summary>
internal sealed record OrganisationAccepted
{
    public required Guid RequestId { get; init; }
}
