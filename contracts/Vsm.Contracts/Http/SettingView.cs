namespace Vsm.Contracts.Http;

/// <summary>A setting that can be made at run time.</summary>
public sealed record SettingView
{
    public required string Name { get; init; }

    /// <summary>The VSM instance; absent: it is the whole deployment's.</summary>
    public string? Vsm { get; init; }

    /// <summary>Absent: <see cref="Default"/> counts.</summary>
    public string? Value { get; init; }

    /// <summary>The change that made it so, to be given with the next one; 0: nobody has made it.</summary>
    public required long Version { get; init; }

    public required string Description { get; init; }

    /// <summary>What a value looks like.</summary>
    public required string Expected { get; init; }

    /// <summary>What counts where nobody made it.</summary>
    public required string Default { get; init; }
}

/// <summary>The body of a <c>PUT</c> of a setting.</summary>
public sealed record SetSettingRequest
{
    /// <summary>Null: back to the default.</summary>
    public string? Value { get; init; }

    /// <summary>The version that the setting has; with another one there, the answer is 409.</summary>
    public required long Version { get; init; }

    public required string By { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The body of an undo.</summary>
public sealed record UndoSettingRequest
{
    public required string By { get; init; }

    public required string Reason { get; init; }
}
