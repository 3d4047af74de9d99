using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>The one message that tells a ruling, and the one that tells what it suggests.</summary>
internal static class RulingMessages
{
    /// <summary>What a ruling suggests as policies; null: nothing, and nothing is told of it.</summary>
    public static PolicySuggestionMessage? SuggestionsOf(Ruling ruling) => ruling.Suggestions is not { Count: > 0 } suggestions ? null : new PolicySuggestionMessage
    {
        TaskId = ruling.TaskId,
        Vsm = ruling.Vsm,
        Attempt = ruling.Attempt,
        RulingId = ruling.RulingId,
        AgentId = ruling.AgentId,
        SuggestedBy = ruling.Judge,
        Suggestions = suggestions,
        At = ruling.At,
    };

    public static object For(TaskResultMessage result, Ruling ruling) => ruling.Verdict switch
    {
        Verdict.NotViolated => new TaskResultApprovedMessage
        {
            TaskId = result.TaskId,
            Vsm = result.Vsm,
            Attempt = result.Attempt,
            Ruling = ruling,
            ConfigurationVersion = result.ConfigurationVersion,
            Output = result.Output,
            OutputReference = result.OutputReference,
            Usage = result.Usage,
        },
        Verdict.Violated => new PolicyViolationMessage
        {
            TaskId = result.TaskId,
            Vsm = result.Vsm,
            Attempt = result.Attempt,
            Ruling = ruling,
            ConfigurationVersion = result.ConfigurationVersion,
            Output = result.Output,
            OutputReference = result.OutputReference,
            Usage = result.Usage,
        },
        Verdict.Vague => new PolicyClarificationRequest
        {
            TaskId = result.TaskId,
            Vsm = result.Vsm,
            Attempt = result.Attempt,
            Ruling = ruling,
            ConfigurationVersion = result.ConfigurationVersion,
            Output = result.Output,
            OutputReference = result.OutputReference,
            Usage = result.Usage,
        },
        _ => new TaskResultNotJudged
        {
            TaskId = result.TaskId,
            Vsm = result.Vsm,
            Attempt = result.Attempt,
            Ruling = ruling,
            ConfigurationVersion = result.ConfigurationVersion,
            Output = result.Output,
            OutputReference = result.OutputReference,
            Usage = result.Usage,
        },
    };
}
