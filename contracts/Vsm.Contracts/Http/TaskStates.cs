namespace Vsm.Contracts.Http;

/// <summary>Names of task states as the API shows them.</summary>
public static class TaskStates
{
    /// <summary>Handed in; Control has not taken it yet.</summary>
    public const string Accepted = "Accepted";

    public const string AwaitingPerson = "AwaitingPerson";

    public const string Approved = "Approved";

    public static bool IsFinal(string state) => state is Approved or "Rejected" or "Cancelled" or "Failed" or "Expired";
}
