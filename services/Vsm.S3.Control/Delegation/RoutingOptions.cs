using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S3.Control.Delegation;

/// <summary>Settings of routing, section <c>Vsm:Routing</c>.</summary>
internal sealed class RoutingOptions
{
    public const string Section = "Vsm:Routing";

    public RoutingStrategy Strategy { get; set; } = RoutingStrategy.CapabilityBased;

    [ValidateObjectMembers]
    public RoutingWeights Weights { get; set; } = new();

    public ITaskRouter CreateRouter() => Strategy switch
    {
        RoutingStrategy.RoundRobin => new RoundRobinRouter(),
        RoutingStrategy.LeastLoaded => new LeastLoadedRouter(),
        _ => new CapabilityRouter(Weights),
    };
}

internal enum RoutingStrategy
{
    CapabilityBased,
    RoundRobin,
    LeastLoaded,
}

/// <summary>What counts how much in the capability router's score.</summary>
internal sealed class RoutingWeights
{
    [Range(0.0, 1.0)]
    public double Capability { get; set; } = 0.4;

    [Range(0.0, 1.0)]
    public double Performance { get; set; } = 0.3;

    [Range(0.0, 1.0)]
    public double Load { get; set; } = 0.2;

    [Range(0.0, 1.0)]
    public double Cost { get; set; } = 0.1;
}

[OptionsValidator]
internal sealed partial class RoutingOptionsValidator : IValidateOptions<RoutingOptions>;
