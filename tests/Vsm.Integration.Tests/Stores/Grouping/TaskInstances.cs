using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Tasks;

namespace Vsm.Integration.Tests.Stores.Grouping;

/// <summary>Tasks with everything, and with nothing that can be left out.</summary>
internal static class TaskInstances
{
    public static readonly DateTimeOffset Time = new(2031, 5, 17, 22, 41, 59, 123, 456, TimeSpan.Zero);

    public static TaskInstance Bare(int number) => new() { CorrelationId = Guid.NewGuid(), Number = number, SubmittedAt = Time };

    public static TaskInstance Full(int number) => new()
    {
        CorrelationId = Guid.NewGuid(),
        CurrentState = "Evaluating",
        Step = 7,
        Inbox = [Guid.NewGuid(), Guid.NewGuid()],
        Vsm = "branch",
        Number = number,
        Content = "Text with 'quotes', \"quotes\", {braces}, \\, a comma,\nΩ and 🌲",
        References = [new ContentReference { Uri = new Uri("file:///data/a.csv"), Length = 5_000_000_000, Sha256 = "ab", Name = "a.csv" }],
        Parameters = new Dictionary<string, string> { ["format"] = "json", ["empty"] = "" },
        RequiredCapabilities = ["count", "translate"],
        RequestedAssignee = "worker 2",
        TaskType = "report",
        Priority = -3,
        Requestor = "Ada",
        ReplyTo = "vsm.replies",
        SubmittedAt = Time,
        Deadline = Time.AddDays(1),
        EndedAt = Time.AddHours(2),
        DueAt = Time.AddMicroseconds(1),
        WaitingSince = Time.AddYears(-50),
        CostLimit = 1234567890.123456m,
        MostCorrections = 3,
        MostClarifications = 2,
        PersonTimeoutMs = 40L * 24 * 60 * 60 * 1000,
        Attempt = 4,
        AgentId = Guid.NewGuid(),
        AgentNumber = 12,
        AgentName = "{worker, \"12\"}",
        ConfigurationVersion = 9,
        PolicySetVersion = 8,
        Evaluation = 2,
        Reserved = 0.0000001m,
        Money = new TaskMoney { AttemptCost = 0.02m, Above = [Guid.NewGuid()], Accounts = ["vsm/root"] },
        WaitsFor = "vsm/root",
        ExpectedAgentId = Guid.NewGuid(),
        Refusals = new Dictionary<Guid, string> { [Guid.NewGuid()] = "full" },
        Corrections = 1,
        Clarifications = 2,
        Failures = 3,
        Gaps = 4,
        AccountedAttempt = 5,
        InputTokens = 3_000_000_000,
        OutputTokens = 4_000_000_000,
        Cost = 0.25m,
        OutputReference = new ContentReference { Uri = new Uri("vsm-content:/sha256/cd"), Length = 300_000, Sha256 = "cd", Name = "output" },
        Output = "NULL",
        Advice = new TaskAdvice { Attempt = 3, Step = 8, ReadAs = new Dictionary<string, string> { ["sums"] = "adding" } },
        Early = new EarlyAnswer(),
        RulingId = Guid.NewGuid(),
        Findings = [Finding()],
        Reason = "",
        Wait = new TaskWait
        {
            Reason = WaitReason.NoTemplate, Explanation = "Nobody can.", Answers = [PersonDecision.Retry, PersonDecision.Reject], ExpiresAt = Time, Findings = [Finding()],
        },
    };

    private static Finding Finding() => new()
    {
        PolicyId = Guid.NewGuid(),
        PolicyNumber = 2,
        Policy = "Short",
        PolicyVersion = 3,
        Verdict = Verdict.Vague,
        Interpretation = "As it says.",
        Evidence = [new Evidence { Kind = EvidenceKind.Range, Start = 1, End = 4, Text = "ext" }],
        Remedy = new Remedy { Parameter = "max_words", Value = "5" },
    };
}
