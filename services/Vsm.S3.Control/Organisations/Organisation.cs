using Vsm.Contracts.Policy;

namespace Vsm.S3.Control.Organisations;

/// <summary>What Control has to know of a VSM instance; Policy owns it.</summary>
internal sealed class Organisation
{
    public required string Vsm { get; init; }

    /// <summary>0 until Policy defined the purpose.</summary>
    public int Version { get; set; }

    public TaskLimits Limits { get; set; } = new();

    public int PolicySetVersion { get; set; }
}
