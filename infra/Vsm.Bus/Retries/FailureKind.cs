namespace Vsm.Bus.Retries;

/// <summary>What a failure says of the next try; the larger one wins where several causes are found.</summary>
public enum FailureKind
{
    /// <summary>Nothing is known: a few tries, then the error queue.</summary>
    Other,

    /// <summary>Somebody else was faster; the next try sees what that one did.</summary>
    Conflict,

    /// <summary>Something that is needed is not there now. The message is not at fault and never goes to the error queue for it.</summary>
    Unavailable,
}
