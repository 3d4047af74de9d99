using System.Text.Json.Serialization;

namespace Vsm.Contracts.Control;

[JsonConverter(typeof(JsonStringEnumConverter<AgentStatus>))]
public enum AgentStatus
{
    Registering,
    Active,

    /// <summary>Works on as many tasks as it may.</summary>
    Busy,

    /// <summary>Finishes what it has and takes no more.</summary>
    Draining,

    /// <summary>Not heard of for three health intervals.</summary>
    Offline,

    /// <summary>Three health checks in a row failed.</summary>
    Error,
}
