using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Decisions;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_a_person_decides
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecordDecision Approve = new() { TaskId = Guid.NewGuid(), Decision = PersonDecision.Approve, By = "Ada", Reason = "Reads well." };

    private static IEnumerable<TestCaseData> Refusals()
    {
        yield return Case(null, Approve, "The task does not wait for a person.");
        yield return Case(Approval(expired: true), Approve, "its time limit passed at 2026-03-01 12:00:00Z");
        yield return Case(Approval(decided: true), Approve, "Eve has decided already, at 2026-03-01 11:00:00Z: Reject.");
        yield return Case(Approval(), Approve with { By = " " }, "name who decides");
        yield return Case(Approval(), Approve with { By = new string('x', 201) }, "at most 200");
        yield return Case(Approval(), Approve with { Reason = "" }, "say why");
        yield return Case(Approval(), Approve with { Reason = new string('x', 4097) }, "at most 4096");
        yield return Case(Approval(), Approve with { Decision = PersonDecision.Retry }, "Retry is no answer that the task takes; it takes Approve, Reject.");
        yield return Case(Approval(), Approve with { Decision = PersonDecision.Reject, Output = "x" }, "goes with Approve only");
        yield return Case(Approval(output: false), Approve, "There is no result to approve");
        yield return Case(Approval(output: false), Approve with { Output = " " }, "The output is empty");
        yield return Case(Approval(), Approve with { Output = new string('x', 98_305) }, "at most 98304");
        yield return Case(Approval(), Approve with { Output = new string('\u0001', 20_000) }, "has 120000 bytes");
    }

    [TestCaseSource(nameof(Refusals))]
    public void What_does_not_count_is_refused_with_the_reason(object? approval, RecordDecision decision, string expected) =>
        Assert.That(PersonDecisionRules.Refusal((ApprovalRow?)approval, decision, Now), Does.Contain(expected));

    [TestCase(true, null)]
    [TestCase(true, "better")]
    [TestCase(false, "mine")]
    public void Approving_a_result_or_an_output_counts(bool hasOutput, string? output) =>
        Assert.That(PersonDecisionRules.Refusal(Approval(output: hasOutput), Approve with { Output = output }, Now), Is.Null);

    [Test]
    public void An_output_of_the_largest_size_counts() =>
        Assert.That(PersonDecisionRules.Refusal(Approval(), Approve with { Output = new string('x', PersonDecisionRules.MaxOutput) }, Now), Is.Null);

    private static TestCaseData Case(ApprovalRow? approval, RecordDecision decision, string expected) =>
        new TestCaseData(approval, decision, expected).SetArgDisplayNames(expected);

    private static ApprovalRow Approval(bool output = true, bool expired = false, bool decided = false) => new()
    {
        TaskId = Approve.TaskId, Step = 4, Vsm = "root", Attempt = 1, Reason = WaitReason.NotJudged, HasOutput = output,
        Answers = [PersonDecision.Approve, PersonDecision.Reject], ExpiresAt = expired ? Now : Now.AddDays(1),
        DecidedAt = decided ? Now.AddHours(-1) : null,
        Decided = !decided ? null : new PersonDecided
        {
            TaskId = Approve.TaskId, DecisionId = Guid.NewGuid(), Step = 4, Decision = PersonDecision.Reject, By = "Eve", Reason = "No.",
        },
    };
}
