namespace Vsm.S3.Control.Delegation;

/// <summary>Picks one of several agents that can all do a task, or none.</summary>
internal interface ITaskRouter
{
    Candidate? Select(TaskNeeds task, IReadOnlyList<Candidate> candidates);
}
