namespace Vsm.Ai;

/// <summary>What a model answered, or why that cannot be used.</summary>
/// <param name="Answer">Null: it cannot be used.</param>
/// <param name="Problem">Why not; in our own words.</param>
/// <param name="IsFinal">Asking again would not help.</param>
public sealed record ReadAnswer<T>(T? Answer, string? Problem, bool IsFinal)
    where T : class;

/// <summary>Answers that cannot be used.</summary>
public static class ReadAnswer
{
    public static ReadAnswer<T> Again<T>(string problem)
        where T : class => new(null, problem, false);

    public static ReadAnswer<T> Final<T>(string problem)
        where T : class => new(null, problem, true);
}
