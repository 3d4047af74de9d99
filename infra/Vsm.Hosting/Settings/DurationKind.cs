namespace Vsm.Hosting.Settings;

/// <summary>A duration such as <c>30s</c>.</summary>
public sealed record DurationKind(TimeSpan Least, TimeSpan Most) : SettingKind
{
    public override string Expected => $"{Durations.Expected}, from {Durations.Format(Least)} to {Durations.Format(Most)}";

    public override string? Problem(string value) => TryRead(value) is { } duration && duration >= Least && duration <= Most ? null : Wrong(value);

    /// <returns>Null: the text is none.</returns>
    public static TimeSpan? TryRead(string? value) => value is not null && Durations.TryParse(value, out var duration) ? duration : null;
}
