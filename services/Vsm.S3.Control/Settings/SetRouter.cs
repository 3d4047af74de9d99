using Microsoft.Extensions.Options;
using Vsm.Hosting.Settings;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Settings;

/// <summary>The router that was set at run time, else the one of the configuration.</summary>
internal sealed class SetRouter(IOptions<RoutingOptions> configured, RuntimeSettings settings) : ITaskRouter
{
    private readonly Lock _lock = new();
    private SettingsSnapshot? _settings;
    private (string? Strategy, string? Weights) _made;
    private ITaskRouter _router = null!;

    public Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates) => Current().Select(task, candidates);

    public IReadOnlyList<Candidate> Tied(TaskNeeds task, IReadOnlyList<Candidate> candidates, double margin) => Current().Tied(task, candidates, margin);

    public static RoutingOptions Over(RoutingOptions configured, SettingsSnapshot settings)
    {
        var weights = PartsKind.Read(settings.Find(SettingNames.RoutingWeights));
        return new RoutingOptions
        {
            Strategy = settings.Find(SettingNames.RoutingStrategy) switch
            {
                "capability_based" => RoutingStrategy.CapabilityBased,
                "round_robin" => RoutingStrategy.RoundRobin,
                "least_loaded" => RoutingStrategy.LeastLoaded,
                _ => configured.Strategy,
            },
            Weights = new RoutingWeights
            {
                Capability = Weight("capability") ?? configured.Weights.Capability,
                Performance = Weight("performance") ?? configured.Weights.Performance,
                Load = Weight("load") ?? configured.Weights.Load,
                Cost = Weight("cost") ?? configured.Weights.Cost,
            },
        };

        double? Weight(string name) => (double?)AmountKind.TryRead(weights?.GetValueOrDefault(name));
    }

    // A change of other settings leaves it as it is, since a router may know whose turn it is.
    private ITaskRouter Current()
    {
        var current = settings.Current;
        lock (_lock)
        {
            if (!ReferenceEquals(_settings, current))
            {
                var wanted = (current.Find(SettingNames.RoutingStrategy), current.Find(SettingNames.RoutingWeights));
                _router = _router is null || wanted != _made ? Over(configured.Value, current).CreateRouter() : _router;
                (_settings, _made) = (current, wanted);
            }

            return _router;
        }
    }
}
