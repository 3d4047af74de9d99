namespace Vsm.Contracts.Policy;

/// <summary>
/// All settings made at run time. Published with every change, and again every two seconds for who missed one; the answer to <see cref="FindSettings"/>.
/// Later versions win.
/// </summary>
public sealed record SettingsInForce
{
    /// <summary>The latest change of any setting; 0: there was none.</summary>
    public required long Version { get; init; }

    public required IReadOnlyList<SettingInForce> Settings { get; init; }
}

/// <summary>A setting as it is.</summary>
public sealed record SettingInForce
{
    /// <summary>The VSM instance; absent: the whole deployment.</summary>
    public string? Vsm { get; init; }

    public required string Name { get; init; }

    /// <summary>Absent: it was taken back.</summary>
    public string? Value { get; init; }

    /// <summary>The change that made it so.</summary>
    public required long Version { get; init; }
}

/// <summary>Asks for the settings made at run time; answered by <see cref="SettingsInForce"/>.</summary>
public sealed record FindSettings;
