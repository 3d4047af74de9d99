namespace Vsm.Contracts.Policy;

/// <summary>A change of a setting. Versions count the changes of all settings.</summary>
public sealed record SettingVersion
{
    public required long Version { get; init; }

    /// <summary>The VSM instance; absent: the whole deployment.</summary>
    public string? Vsm { get; init; }

    public required string Name { get; init; }

    /// <summary>The value before; absent: nobody had made the setting.</summary>
    public string? Before { get; init; }

    /// <summary>The value since; absent: it was taken back.</summary>
    public string? Value { get; init; }

    /// <summary>Who changed it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Reason { get; init; }

    /// <summary>The version that it takes back.</summary>
    public long? Undoes { get; init; }
}

/// <summary>Asks for changes of settings, latest first; answered by <see cref="SettingVersionsFound"/>.</summary>
public sealed record FindSettingVersions
{
    /// <summary>The VSM instance, whose own settings are told with those of the deployment.</summary>
    public string Vsm { get; init; } = VsmInstance.Root;

    /// <summary>Of this setting alone.</summary>
    public string? Name { get; init; }

    /// <summary>Earlier than this version.</summary>
    public long? Before { get; init; }

    public int Limit { get; init; } = 50;
}

/// <summary>Changes of settings, latest first.</summary>
public sealed record SettingVersionsFound
{
    public required IReadOnlyList<SettingVersion> Versions { get; init; }
}
