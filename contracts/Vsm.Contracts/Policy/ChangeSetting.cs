using System.Text.Json.Serialization;

namespace Vsm.Contracts.Policy;

/// <summary>
/// Makes a setting at run time, or takes it back, in a new version. Answered by <see cref="SettingChanged"/> or <see cref="SettingRefused"/>.
/// </summary>
public sealed record ChangeSetting
{
    /// <summary>The same request makes one version, however often it comes.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The VSM instance that the setting is for; absent: the whole deployment.</summary>
    public string? Vsm { get; init; }

    public required string Name { get; init; }

    /// <summary>Absent: what the organisation or the configuration says counts again.</summary>
    public string? Value { get; init; }

    /// <summary>The version of the setting that the change is made to; 0: nobody has made it yet. With another one there, it is refused.</summary>
    public required long Version { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>
/// Gives a setting the value back that it had before a version, in a new version, unless it was changed since. Answered by <see cref="SettingChanged"/> or
/// <see cref="SettingRefused"/>.
/// </summary>
public sealed record UndoSettingChange
{
    /// <summary>The same request makes one version, however often it comes.</summary>
    public required Guid RequestId { get; init; }

    public required long Version { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The setting has a new version.</summary>
public sealed record SettingChanged
{
    public required SettingVersion Change { get; init; }
}

/// <summary>The setting was not changed.</summary>
public sealed record SettingRefused
{
    public required SettingProblem Problem { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Why a setting was not changed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SettingProblem>))]
public enum SettingProblem
{
    /// <summary>There is no such setting, VSM instance or version.</summary>
    Unknown,

    /// <summary>The value is not one that the setting can have.</summary>
    Invalid,

    /// <summary>Somebody else changed it meanwhile.</summary>
    Conflict,
}
