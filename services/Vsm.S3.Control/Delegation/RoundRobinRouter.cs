namespace Vsm.S3.Control.Delegation;

/// <summary>One agent after the other, in the order of their numbers.</summary>
internal sealed class RoundRobinRouter : ITaskRouter
{
    private uint _current = uint.MaxValue;

    public Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates) => candidates.Count == 0
        ? null
        : candidates.OrderBy(x => x.Agent.Number).ElementAt((int)(Interlocked.Increment(ref _current) % (uint)candidates.Count));
}
