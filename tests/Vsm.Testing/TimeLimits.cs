namespace Vsm.Testing;

/// <summary>Limits of time on machines that may be busy with other things.</summary>
public static class TimeLimits
{
    /// <summary>The limit, or as long as something comparable took in the same run, where that is longer.</summary>
    public static TimeSpan OrAsLongAs(this TimeSpan limit, TimeSpan measured) => limit > measured ? limit : measured;
}
