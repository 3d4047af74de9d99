using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S3.Control.Tasks;

/// <summary>Time limits and bounds of tasks, section <c>Vsm:Tasks</c>.</summary>
internal sealed class TaskOptions
{
    public const string Section = "Vsm:Tasks";

    /// <summary>How long a task waits for an agent that could do it to take it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan DelegationLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often it looks again meanwhile.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan DelegationRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a task waits for a model that is asked who should do it; then routing decides alone. Above <c>Vsm:Models:Delegation:TimeLimit</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AdviceLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>From the command to the result, time in the agent's queue included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ExecutionLimit { get; set; } = TimeSpan.FromHours(1);

    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan EvaluationLimit { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan CorrectionLimit { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ClarificationLimit { get; set; } = TimeSpan.FromMinutes(10);

    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan GapLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a task waits for budget.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan BudgetLimit { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often a task that waits for a budget which others draw on looks again, beside being told.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BudgetRetry { get; set; } = TimeSpan.FromMinutes(1);

    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan PersonLimit { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Tries that may fail for reasons that another try may not meet.</summary>
    [Range(1, 20)]
    public int Failures { get; set; } = 3;

    /// <summary>How often one task may be given to agents, whatever the reasons.</summary>
    [Range(1, 1000)]
    public int Attempts { get; set; } = 20;

    /// <summary>How often passed time limits are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);
}

[OptionsValidator]
internal sealed partial class TaskOptionsValidator : IValidateOptions<TaskOptions>;
