namespace Vsm.Ai;

/// <summary>Why a model gave no answer.</summary>
public enum ModelError
{
    /// <summary>No provider of that name is set up, or its key is missing.</summary>
    NotConfigured,

    /// <summary>The allow-list does not have the model.</summary>
    NotAllowed,

    /// <summary>The provider refuses the key.</summary>
    WrongKey,

    /// <summary>The provider has no such model, or nothing at that address.</summary>
    UnknownModel,

    /// <summary>The account is out of money or quota.</summary>
    QuotaSpent,

    /// <summary>The provider refuses the request as it is, such as one that is too long.</summary>
    BadRequest,

    /// <summary>Too many requests.</summary>
    RateLimited,

    /// <summary>No connection, or the provider is in trouble.</summary>
    Unavailable,

    /// <summary>No answer within the time limit of a call.</summary>
    TimedOut,

    /// <summary>What came is no answer: not the format, empty, or broken off.</summary>
    BadAnswer,

    /// <summary>The answer was longer than it may be.</summary>
    CutOff,

    /// <summary>The model, or its provider's filter, refuses to answer.</summary>
    Refused,

    /// <summary>It called tools more often than it may, and gave no answer.</summary>
    TooManyCalls,

    /// <summary>Nothing says what the model costs, although spending is limited.</summary>
    NoPrice,

    /// <summary>The call can cost more than a call may.</summary>
    CallTooDear,

    /// <summary>The call can cost more than is left.</summary>
    OverBudget,
}
