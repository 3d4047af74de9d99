using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>The one message that tells a ruling.</summary>
internal static class RulingMessages
{
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
