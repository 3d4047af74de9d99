using System.Text.Json.Serialization;

namespace Vsm.Contracts.Http;

/// <summary>Where a failed message is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailedMessageState>))]
public enum FailedMessageState
{
    /// <summary>Kept here, and waits for a person.</summary>
    Failed,

    /// <summary>Kept here, and about to be sent to its queue again.</summary>
    Retrying,

    /// <summary>In its queue again; whether that helps is not known yet.</summary>
    Sent,

    /// <summary>Sent again, and did not come back.</summary>
    Resolved,

    /// <summary>A person decided that it is not needed.</summary>
    Discarded,
}

/// <summary>Why a message is here.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailedMessageKind>))]
public enum FailedMessageKind
{
    /// <summary>Dealing with it failed.</summary>
    Error,

    /// <summary>The queue has no consumer for its type.</summary>
    Skipped,

    /// <summary>The broker gave it up.</summary>
    DeadLettered,
}
