using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;

namespace Vsm.S3.Control.Settings;

/// <summary>The bounds of a new task: as they were set at run time, else as the organisation has them.</summary>
internal sealed class SetLimits(RuntimeSettings settings)
{
    public async Task<TaskLimits> OfAsync(string vsm, TaskLimits organisation, CancellationToken cancel)
    {
        await settings.Ready.WaitAsync(cancel);
        return Over(organisation, vsm, settings.Current);
    }

    /// <summary>Puts what was set on top of what the organisation says.</summary>
    public static TaskLimits Over(TaskLimits organisation, string vsm, SettingsSnapshot settings)
    {
        return organisation with
        {
            Corrections = WholeKind.TryRead(Find(SettingNames.Corrections)) ?? organisation.Corrections,
            Clarifications = WholeKind.TryRead(Find(SettingNames.Clarifications)) ?? organisation.Clarifications,
            CostPerTask = AmountKind.TryRead(Find(SettingNames.CostPerTask)) ?? organisation.CostPerTask,
            CostPerAttempt = Amount(Find(SettingNames.CostPerAttempt), organisation.CostPerAttempt),
            CostPerCall = Amount(Find(SettingNames.CostPerCall), organisation.CostPerCall),
            PersonTimeoutMs = DurationKind.TryRead(Find(SettingNames.PersonTimeout)) is { } timeout ? (long)timeout.TotalMilliseconds : organisation.PersonTimeoutMs,
        };

        string? Find(string name) => settings.Find(vsm, name);
    }

    private static decimal? Amount(string? set, decimal? organisation) => set == AmountKind.None ? null : AmountKind.TryRead(set) ?? organisation;
}
