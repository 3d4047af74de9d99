namespace Vsm.Ai;

/// <summary>A model gave no answer. The message says which, why, and what to do, and holds no key.</summary>
public sealed class ModelException(ModelError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public ModelError Error { get; } = error;

    /// <summary>How long the provider wants to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It was waited for as long as may be, so that trying again at once is no use.</summary>
    public bool Waited { get; init; }

    /// <summary>Whether the same call may succeed a little later.</summary>
    public bool MayPass => Error is ModelError.RateLimited or ModelError.Unavailable or ModelError.TimedOut;

    /// <summary>Whether only a person can help, by changing what is set up.</summary>
    public bool NeedsPerson => Error is ModelError.NotConfigured or ModelError.NotAllowed or ModelError.WrongKey or ModelError.UnknownModel
        or ModelError.QuotaSpent or ModelError.CutOff or ModelError.Refused or ModelError.TooManyCalls or ModelError.NoPrice or ModelError.CallTooDear;

    /// <summary>With <see cref="ModelError.OverBudget"/>: what the work would need altogether, in USD.</summary>
    public decimal? Needed { get; init; }

    /// <summary>No request reached the provider.</summary>
    public bool NotSent { get; init; }

    /// <summary>Whether the provider cannot have worked for it, so that it cost nothing.</summary>
    public bool NothingDone => NotSent || Error is ModelError.NotConfigured or ModelError.NotAllowed or ModelError.WrongKey or ModelError.UnknownModel
        or ModelError.QuotaSpent or ModelError.BadRequest or ModelError.RateLimited or ModelError.NoPrice or ModelError.CallTooDear or ModelError.OverBudget;
}
