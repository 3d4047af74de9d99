namespace Vsm.Advice;

/// <summary>What a model answered. Nothing of it has been looked at but its shape.</summary>
/// <param name="Answer">Null: there is none.</param>
/// <param name="Model">Who was asked.</param>
/// <param name="Problem">Why there is no answer, for people.</param>
public sealed record Advice<T>(T? Answer, string Model, string? Problem)
    where T : class;
