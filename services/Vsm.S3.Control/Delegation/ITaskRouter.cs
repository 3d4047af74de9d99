namespace Vsm.S3.Control.Delegation;

/// <summary>Picks one of several agents that can all do a task, or none.</summary>
internal interface ITaskRouter
{
    Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates);

    /// <summary>Those that are as good as the best, or nearly; none where it does not go by what is good.</summary>
    IReadOnlyList<Candidate> Tied(TaskNeeds task, IReadOnlyList<Candidate> candidates, double margin) => [];
}
