using System.Text.Encodings.Web;
using System.Text.Json;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Decisions;

/// <summary>Whether a person's decision counts.</summary>
internal static class PersonDecisionRules
{
    public const int MaxOutput = 96 * 1024;
    private const int MaxBy = 200;
    private const int MaxReason = 4096;

    /// <summary>Why the decision does not count; null when it does.</summary>
    public static string? Refusal(ApprovalRow? approval, RecordDecision decision, DateTimeOffset now) => decision switch
    {
        _ when approval is null => "The task does not wait for a person.",
        _ when approval.Decided is { } decided => $"{decided.By} has decided already, at {approval.DecidedAt:u}: {decided.Decision}.",
        _ when approval.ExpiresAt <= now => $"The task does not wait for a person any more: its time limit passed at {approval.ExpiresAt:u}.",
        _ when string.IsNullOrWhiteSpace(decision.By) => "The decision says nobody in 'by'; name who decides.",
        { By.Length: > MaxBy } => $"'by' has {decision.By.Length} characters; at most {MaxBy} are taken.",
        _ when string.IsNullOrWhiteSpace(decision.Reason) => "The decision has no reason; say why.",
        { Reason.Length: > MaxReason } => $"The reason has {decision.Reason.Length} characters; at most {MaxReason} are taken.",
        _ when !approval.Answers.Contains(decision.Decision) =>
            $"{decision.Decision} is no answer that the task takes; it takes {string.Join(", ", approval.Answers)}.",
        { Decision: not PersonDecision.Approve, Output: not null } => $"An output goes with {PersonDecision.Approve} only.",
        { Decision: PersonDecision.Approve, Output: null } when !approval.HasOutput =>
            $"There is no result to approve; {PersonDecision.Approve} needs an output here.",
        { Output: not null } when string.IsNullOrWhiteSpace(decision.Output) => "The output is empty; leave it out to approve the result as it is.",
        { Output: not null } when Length(decision.Output) is > MaxOutput and var length =>
            $"The output has {length} bytes; at most {MaxOutput} are taken.",
        _ => null,
    };

    // As it goes over the bus, where control characters take six bytes.
    private static int Length(string output) =>
        output.Length > MaxOutput ? output.Length : JsonEncodedText.Encode(output, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length;
}
