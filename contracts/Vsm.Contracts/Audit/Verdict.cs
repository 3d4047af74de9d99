using System.Text.Json.Serialization;

namespace Vsm.Contracts.Audit;

/// <summary>What 3* found for one policy; for a whole result the highest counts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    NotViolated,

    /// <summary>The policy can be read in several ways that differ here.</summary>
    Vague,

    /// <summary>No judge, a failed judge, or missing evidence.</summary>
    NotJudged,

    Violated,
}
