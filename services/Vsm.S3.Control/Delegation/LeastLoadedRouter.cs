namespace Vsm.S3.Control.Delegation;

/// <summary>The agent with the lowest load; of equals, the one with the lower number.</summary>
internal sealed class LeastLoadedRouter : ITaskRouter
{
    public Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates) =>
        candidates.OrderBy(x => x.Load).ThenBy(x => x.Agent.Number).FirstOrDefault();
}
