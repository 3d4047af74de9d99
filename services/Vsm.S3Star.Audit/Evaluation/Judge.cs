using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Storage;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>Rules on results by the checks of their policies. Reads inputs through the packet; has no other side effect and keeps nothing.</summary>
internal sealed class Judge(CheckCatalogue checks)
{
    /// <summary>Rules by every policy that applies.</summary>
    public async Task<Judgement> JudgeAsync(CasePacket packet, PolicySet policies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = packet.Result;
        if (policies.Vsm != result.Vsm)
            throw new ArgumentException($"The policies are those of VSM {policies.Vsm}; the result is of {result.Vsm}.", nameof(policies));
        if (policies.Version < result.PolicySetVersion)
        {
            throw new ArgumentException(
                $"The policies are of version {policies.Version}; the result must be judged under {result.PolicySetVersion} or a later one.", nameof(policies));
        }

        var failures = new List<CheckFailure>();
        var findings = new List<Finding>();
        var applying = policies.Policies.Where(policy => Applies(policy, result.AgentId)).ToList();
        foreach (var policy in applying)
            findings.Add(await JudgeByAsync(policy, packet, failures, cancellationToken));
        return Conclude(result, 1, policies.Version, findings, failures, now) with { Unchecked = Unchecked(applying) };
    }

    /// <summary>Rules once more by the policies that were clarified, and keeps the other findings.</summary>
    public async Task<Judgement> JudgeAgainAsync(
        CasePacket packet, Ruling previous, PolicyClarified clarified, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var result = packet.Result;
        if ((previous.TaskId, previous.Attempt) != (result.TaskId, result.Attempt))
            throw new ArgumentException("The ruling is on another result.", nameof(previous));
        if (clarified.RulingId != previous.RulingId)
            throw new ArgumentException("The clarification is of another ruling.", nameof(clarified));

        var failures = new List<CheckFailure>();
        var findings = previous.Findings.ToList();
        foreach (var policy in clarified.Policies)
        {
            var at = findings.FindIndex(finding => finding.PolicyId == policy.PolicyId);
            if (!Applies(policy, result.AgentId))
            {
                findings.RemoveAll(finding => finding.PolicyId == policy.PolicyId);
                continue;
            }

            var finding = await JudgeByAsync(policy, packet, failures, cancellationToken);
            if (at < 0)
                findings.Add(finding);
            else
                findings[at] = finding;
        }

        return Conclude(result, previous.Evaluation + 1, clarified.PolicySetVersion, findings, failures, now) with
        {
            Unchecked = Unchecked(clarified.Policies.Where(policy => Applies(policy, result.AgentId))),
        };
    }

    private static IReadOnlyList<PolicyDefinition> Unchecked(IEnumerable<PolicyDefinition> policies) => [.. policies.Where(policy => policy.Readings.Count == 0)];

    private static bool Applies(PolicyDefinition policy, Guid agentId) => policy.Scope == PolicyScope.Team || policy.AgentId == agentId;

    private async Task<Finding> JudgeByAsync(
        PolicyDefinition policy, CasePacket packet, List<CheckFailure> failures, CancellationToken cancellationToken)
    {
        var readings = new List<ReadingResult>();
        foreach (var reading in policy.Readings)
        {
            try
            {
                readings.Add(await ReadAsync(reading, packet, cancellationToken));
            }
            catch (OutputUnreadException unread)
            {
                readings.Add(Unable($"the check {Text.Cut(reading.Check, 60)}", unread.Message));
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is not ContentStoreUnavailableException)
            {
                failures.Add(new CheckFailure(policy.Name, reading.Check, exception));
                readings.Add(Unable($"the check {Text.Cut(reading.Check, 60)}", $"it failed unexpectedly ({exception.GetType().Name}: {Text.Cut(exception.Message, 200)})."));
            }
        }

        return Findings.Of(policy, readings);
    }

    private async ValueTask<ReadingResult> ReadAsync(PolicyCheck reading, CasePacket packet, CancellationToken cancellationToken)
    {
        var name = $"the check {Text.Cut(reading.Check, 60)}";
        if (checks.Find(reading.Check) is not { } check)
            return Unable(name, "this version has no such check.");
        if (check.Validate(reading.Parameters) is [_, ..] errors)
            return Unable(name, $"its parameters are wrong. {string.Join(' ', errors.Take(5))}");

        var readAs = check.ReadAs(reading.Parameters);
        var result = await check.JudgeAsync(packet, reading.Parameters, cancellationToken);
        return result.Verdict == Verdict.Vague
            ? Unable(name, "it said vague, which only readings that differ can be.")
            : new ReadingResult(
                readAs,
                result.Verdict,
                result.Interpretation,
                result.Evidence,
                result.Verdict == Verdict.Violated ? check.RemedyFor(reading.Parameters) : null);
    }

    private static ReadingResult Unable(string readAs, string reason)
    {
        var result = CheckResult.NotJudged(reason);
        return new ReadingResult(readAs, result.Verdict, result.Interpretation, result.Evidence, null);
    }

    private static Judgement Conclude(
        TaskResultMessage result, int evaluation, int policySetVersion, IReadOnlyList<Finding> findings, IReadOnlyList<CheckFailure> failures, DateTimeOffset now)
    {
        var ruling = new Ruling
        {
            RulingId = RulingIds.For(result.TaskId, result.Attempt, evaluation),
            TaskId = result.TaskId,
            Vsm = result.Vsm,
            Attempt = result.Attempt,
            Evaluation = evaluation,
            AgentId = result.AgentId,
            AgentNumber = result.AgentNumber,
            PolicySetVersion = policySetVersion,
            Verdict = Verdicts.OfResult(findings),
            Score = Verdicts.Score(findings),
            Findings = findings,
            At = now,
        };
        return new Judgement(ruling, Verdicts.Explain(ruling), failures);
    }
}
