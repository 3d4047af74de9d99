using Microsoft.Extensions.Options;
using Vsm.Hosting.Settings;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Settings;

/// <summary>The time limits and bounds of tasks: as they were set at run time, else as the configuration has them. What is looked up counts from the next step on.</summary>
internal sealed class SetTaskOptions(IOptionsMonitor<TaskOptions> configured, RuntimeSettings settings) : IOptions<TaskOptions>
{
    private readonly Derived<TaskOptions> _options = new(settings, x => Over(configured.CurrentValue, x));

    public TaskOptions Value => _options.Value;

    public static TaskOptions Over(TaskOptions configured, SettingsSnapshot settings)
    {
        return new TaskOptions
        {
            DelegationLimit = Duration(SettingNames.DelegationLimit) ?? configured.DelegationLimit,
            DelegationRetry = configured.DelegationRetry,
            AdviceLimit = configured.AdviceLimit,
            ExecutionLimit = Duration(SettingNames.ExecutionLimit) ?? configured.ExecutionLimit,
            EvaluationLimit = Duration(SettingNames.EvaluationLimit) ?? configured.EvaluationLimit,
            CorrectionLimit = Duration(SettingNames.CorrectionLimit) ?? configured.CorrectionLimit,
            ClarificationLimit = Duration(SettingNames.ClarificationLimit) ?? configured.ClarificationLimit,
            GapLimit = Duration(SettingNames.GapLimit) ?? configured.GapLimit,
            BudgetLimit = Duration(SettingNames.BudgetLimit) ?? configured.BudgetLimit,
            BudgetRetry = configured.BudgetRetry,
            PersonLimit = configured.PersonLimit,
            Failures = WholeKind.TryRead(settings.Find(SettingNames.Failures)) ?? configured.Failures,
            Attempts = WholeKind.TryRead(settings.Find(SettingNames.Attempts)) ?? configured.Attempts,
            SweepInterval = configured.SweepInterval,
        };

        TimeSpan? Duration(string name) => DurationKind.TryRead(settings.Find(name));
    }
}
