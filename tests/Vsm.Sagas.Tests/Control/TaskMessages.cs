using MassTransit;
using MassTransit.Events;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Control;

/// <summary>What the other functions say of a task.</summary>
internal static class TaskMessages
{
    public static readonly Guid Judge = new("9f1c4ea2-6d77-4c1e-9d3d-4d6a1d3f3a01");

    public static AssignTaskMessage Task(Guid id) => new() { TaskId = id, Content = "Sum up the sales.", RequiredCapabilities = ["sums"], Requestor = "tests" };

    public static TaskResultMessage Result(Guid task, int attempt, string output = "42", decimal cost = 0) => new()
    {
        TaskId = task, Attempt = attempt, AgentId = Judge, AgentNumber = 1, ConfigurationVersion = 1, Content = "Sum up the sales.", Output = output,
        Usage = Spent(cost), StartedAt = DateTimeOffset.UnixEpoch, DurationMs = 5,
    };

    public static TaskExecutionFailed Failed(Guid task, int attempt, ExecutionError error, string reason = "The disk is full.", decimal cost = 0) =>
        new() { TaskId = task, Attempt = attempt, AgentId = Judge, Error = error, Reason = reason, Usage = Spent(cost), DurationMs = 5 };

    public static CapabilityGapMessage Gap(Guid task, int attempt, string reason = "I cannot add.") =>
        new() { TaskId = task, Attempt = attempt, ReportedBy = GapReporter.System1, Reason = reason, Content = "Sum up the sales." };

    public static TaskResultApprovedMessage Approved(Guid task, int attempt, int evaluation = 1, string output = "42", decimal cost = 0) => new()
    {
        TaskId = task, Attempt = attempt, Ruling = Rule(task, attempt, evaluation, Verdict.NotViolated, "short: Two words."), ConfigurationVersion = 1,
        Output = output, Usage = Spent(cost),
    };

    public static PolicyViolationMessage Violated(Guid task, int attempt, int evaluation = 1, string output = "42", decimal cost = 0) => new()
    {
        TaskId = task, Attempt = attempt, Ruling = Rule(task, attempt, evaluation, Verdict.Violated, "It is too long."), ConfigurationVersion = 1,
        Output = output, Usage = Spent(cost),
    };

    public static PolicyClarificationRequest Vague(Guid task, int attempt, int evaluation = 1, string output = "42", decimal cost = 0) => new()
    {
        TaskId = task, Attempt = attempt, Ruling = Rule(task, attempt, evaluation, Verdict.Vague, "Long may mean two things."), ConfigurationVersion = 1,
        Output = output, Usage = Spent(cost),
    };

    public static TaskResultNotJudged NotJudged(Guid task, int attempt, int evaluation = 1, string output = "42", decimal cost = 0) => new()
    {
        TaskId = task, Attempt = attempt, Ruling = Rule(task, attempt, evaluation, Verdict.NotJudged, "There is no judge."), ConfigurationVersion = 1,
        Output = output, Usage = Spent(cost),
    };

    public static SystemCorrected Corrected(Guid task, int attempt, int version = 2, Guid? agent = null) => new()
    {
        TaskId = task, Attempt = attempt, AgentId = agent ?? Judge, RulingId = RulingOf(attempt, 1), ConfigurationVersion = version,
        Changes = [new Remedy { Parameter = "max_sentences", Value = "2" }], Reason = "max_sentences is 2 now.",
    };

    public static SystemNotCorrected NotCorrected(Guid task, int attempt) =>
        new() { TaskId = task, Attempt = attempt, RulingId = RulingOf(attempt, 1), Reason = "No remedy is known." };

    public static PolicyClarified Clarified(Guid task, int attempt, int evaluation = 1, int policies = 2) => new()
    {
        TaskId = task, Attempt = attempt, Evaluation = evaluation, RulingId = RulingOf(attempt, evaluation), PolicySetVersion = policies, Policies = [],
        Reason = "Long means three sentences.",
    };

    public static PolicyNotClarified NotClarified(Guid task, int attempt, int evaluation = 1) =>
        new() { TaskId = task, Attempt = attempt, Evaluation = evaluation, RulingId = RulingOf(attempt, evaluation), Reason = "Only a person knows." };

    public static CapabilityGapClosed GapClosed(Guid task, int attempt, Guid agent) =>
        new() { TaskId = task, Attempt = attempt, AgentId = agent, Template = "adder" };

    public static CapabilityGapNotClosed GapNotClosed(Guid task, int attempt) => new() { TaskId = task, Attempt = attempt, Reason = "No template adds." };

    public static PersonDecided Decided(Guid task, int step, PersonDecision decision, string? output = null) => new()
    {
        TaskId = task, DecisionId = NewId.NextGuid(), Step = step, Decision = decision, By = "Ada", Reason = "I looked at it.", Output = output,
    };

    public static Fault<T> FaultOf<T>(T message, string reason)
        where T : class =>
        new FaultEvent<T>(message, NewId.NextGuid(), MassTransit.Metadata.HostMetadataCache.Host, new InvalidOperationException(reason), []);

    public static Guid RulingOf(int attempt, int evaluation) => new(attempt, (short)evaluation, 0, [1, 2, 3, 4, 5, 6, 7, 8]);

    private static Usage Spent(decimal cost) => new() { InputTokens = 10, OutputTokens = 2, Cost = cost };

    private static Ruling Rule(Guid task, int attempt, int evaluation, Verdict verdict, string interpretation) => new()
    {
        RulingId = RulingOf(attempt, evaluation), TaskId = task, Attempt = attempt, Evaluation = evaluation, AgentId = Judge, AgentNumber = 1,
        PolicySetVersion = evaluation, Verdict = verdict, Score = verdict == Verdict.NotViolated ? 1 : 0, At = DateTimeOffset.UnixEpoch,
        Findings = [new Finding { PolicyId = Judge, PolicyNumber = 1, Policy = "short", PolicyVersion = 1, Verdict = verdict, Interpretation = interpretation }],
    };
}
