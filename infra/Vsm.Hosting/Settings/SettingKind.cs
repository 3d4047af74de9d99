namespace Vsm.Hosting.Settings;

/// <summary>What values of a setting look like.</summary>
public abstract record SettingKind
{
    /// <summary>What to tell people who wrote something else.</summary>
    public abstract string Expected { get; }

    /// <returns>What is wrong with a value; null: nothing.</returns>
    public abstract string? Problem(string value);

    /// <summary>The usual words for it.</summary>
    protected string Wrong(string value) => $"is '{Shown(value)}'; expected {Expected}";

    private static string Shown(string value) => value.Length > 80 ? $"{value[..80]}…" : value;
}
