namespace Vsm.Hosting.Settings;

/// <summary>One of a few words.</summary>
public sealed record ChoiceKind(params IReadOnlyList<string> Words) : SettingKind
{
    public override string Expected => $"one of {string.Join(", ", Words)}";

    public override string? Problem(string value) => Words.Contains(value, StringComparer.Ordinal) ? null : Wrong(value);
}
