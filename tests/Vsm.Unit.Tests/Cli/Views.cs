using Vsm.Contracts;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

internal static class Views
{
    public static AgentView Agent { get; } = new()
    {
        Id = Guid.Parse("00000000-0000-0000-0000-0000000000a3"), Number = 3, Vsm = VsmInstance.Root, Name = "worker", Status = AgentStatus.Active,
        Agent = new AgentInfo
        {
            AgentId = Guid.Parse("00000000-0000-0000-0000-0000000000a3"), Number = 3, Name = "worker", Kind = "function", ConfigurationVersion = 2,
            MaxConcurrentTasks = 4, StartedAt = DateTimeOffset.UnixEpoch, Capabilities = [new Capability { Name = "log-analysis" }],
        },
        Configuration = new AgentConfiguration
        {
            AgentId = Guid.Parse("00000000-0000-0000-0000-0000000000a3"), Number = 3, Name = "worker", Kind = "function", Version = 2,
            Parameters = new Dictionary<string, string> { ["max_sentences"] = "3" }, Steps = [new FunctionStep { Function = "summarise" }],
        },
        Metrics = new AgentMetrics { TasksCompleted = 5, TasksFailed = 1, CurrentLoad = 0.25 },
    };

    public static PolicyView Policy { get; } = new()
    {
        PolicySetVersion = 1,
        Policy = new PolicyDefinition
        {
            PolicyId = Guid.Parse("00000000-0000-0000-0000-0000000000b1"), Number = 1, Name = "short", Rule = "At most 3 sentences", Scope = PolicyScope.Team, Version = 1,
            Readings = [new PolicyCheck { Check = "max_sentences", Parameters = new Dictionary<string, string> { ["max"] = "3" } }],
        },
    };

    public static FailedMessageGroup FailedGroup { get; } = new()
    {
        Queue = "vsm.s3.tasks", MessageType = "A:B", ExceptionType = "X", Count = 3, FirstFailedAt = DateTimeOffset.UnixEpoch, LastFailedAt = DateTimeOffset.UnixEpoch,
    };

    public static FailedMessageView Failed(int number, FailedMessageState state = FailedMessageState.Failed) => new()
    {
        Id = Guid.Parse($"00000000-0000-0000-0000-{number:D12}"), State = state, Kind = FailedMessageKind.Error, Queue = "vsm.s3.tasks", MessageId = "m1",
        MessageType = "A:B", ExceptionType = "X", Reason = "no\u001b[2J account", Length = 2, FirstFailedAt = DateTimeOffset.UnixEpoch, FailedAt = DateTimeOffset.UnixEpoch,
        Failures = 1, Headers = new Dictionary<string, string> { ["h"] = "v" }, Body = "{}",
    };

    public static TaskView Task(int number, string content) => new()
    {
        Id = Guid.Parse($"00000000-0000-0000-0000-{number:D12}"), Number = number, Vsm = VsmInstance.Root, State = TaskStates.Accepted,
        Content = content, SubmittedAt = DateTimeOffset.UnixEpoch,
    };

    public static TaskView Waiting(TaskView task, int wait = 1) => task with
    {
        State = TaskStates.AwaitingPerson, Assignee = "worker", Attempts = 1, Output = "Bob did it.",
        Wait = new Contracts.Dashboard.TaskWait
        {
            Reason = WaitReason.NotJudged, Explanation = "no judge is configured", ExpiresAt = DateTimeOffset.UnixEpoch.AddDays(wait),
            Answers = [PersonDecision.Approve, PersonDecision.Reject, PersonDecision.Retry],
        },
    };

    public static Ruling Ruling(TaskView task, int attempt, Verdict verdict) => new()
    {
        RulingId = Guid.NewGuid(), TaskId = task.Id, Attempt = attempt, Evaluation = 1, AgentId = Agent.Id, AgentNumber = 3, PolicySetVersion = 1,
        Verdict = verdict, Score = 0, At = DateTimeOffset.UnixEpoch,
        Findings =
        [
            new Finding
            {
                PolicyId = Policy.Policy.PolicyId, PolicyNumber = 1, Policy = "short", PolicyVersion = 1, Verdict = verdict,
                Interpretation = "counted sentences",
                Evidence = verdict == Verdict.Violated ? [new Evidence { Kind = EvidenceKind.Range, Start = 2, End = 9, Text = "too long" }] : [],
            },
        ],
    };

    public static IReadOnlyList<BudgetView> Budgets { get; } =
    [
        new BudgetView { Kind = BudgetKind.Vsm, Name = "vsm", Cap = 20m, Spent = 5m, Reserved = 2m, Left = 13m, Ledger = Ledger(4m, 1m, 10m) },
        new BudgetView { Kind = BudgetKind.System, Name = "system:writer", Spent = 0.000012m, Reserved = 0, Ledger = Ledger(0.000012m, 0, 0.1m) },
    ];

    private static LedgerView Ledger(decimal doing, decimal judging, decimal value) => new()
    {
        Doing = doing, Judging = judging, Uncounted = 0, InputTokens = 10, OutputTokens = 5, Approved = 1, ApprovedValue = value, Profit = value - doing - judging,
    };
}
