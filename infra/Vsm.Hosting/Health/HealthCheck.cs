namespace Vsm.Hosting.Health;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Problem">What is wrong with it; null: nothing.</param>
internal sealed record HealthCheck(string Name, string? Problem);
