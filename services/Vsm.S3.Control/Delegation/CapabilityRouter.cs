namespace Vsm.S3.Control.Delegation;

/// <summary>
/// The agent with the highest score: capability match, success rate, free capacity and inverse cost, each times its weight. Ties go to lower load,
/// then to the lower number.
/// </summary>
internal sealed class CapabilityRouter(RoutingWeights weights) : ITaskRouter
{
    public Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates) => candidates
        .OrderByDescending(x => Score(task, x))
        .ThenBy(x => x.Load)
        .ThenBy(x => x.Agent.Number)
        .FirstOrDefault();

    public IReadOnlyList<Candidate> Tied(TaskNeeds task, IReadOnlyList<Candidate> candidates, double margin)
    {
        var scored = candidates.Select(x => (Candidate: x, Score: Score(task, x))).ToList();
        return scored.Count == 0 ? [] : [.. scored.Where(x => x.Score >= scored.Max(y => y.Score) - margin).Select(x => x.Candidate)];
    }

    public double Score(TaskNeeds task, Candidate candidate) =>
        (CapabilityScore(task, candidate) * weights.Capability)
        + (candidate.SuccessRate * weights.Performance)
        + ((1 - candidate.Load) * weights.Load)
        + (1 / (1 + (double)candidate.Agent.CostPerTask) * weights.Cost);

    /// <summary>Matched of required capabilities; a task that requires none is matched by all.</summary>
    public static double CapabilityScore(TaskNeeds task, Candidate candidate) => task.RequiredCapabilities.Count == 0
        ? 1
        : (double)task.RequiredCapabilities.Count(x => Has(candidate, x)) / task.RequiredCapabilities.Count;

    public static bool Has(Candidate candidate, string capability) =>
        candidate.Agent.Capabilities.Any(x => string.Equals(x.Name, capability, StringComparison.OrdinalIgnoreCase));
}
