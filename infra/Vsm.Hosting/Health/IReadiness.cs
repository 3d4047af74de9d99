namespace Vsm.Hosting.Health;

/// <summary>Something that a process needs besides what every process does, looked at when its readiness is asked for.</summary>
public interface IReadiness
{
    /// <summary>What it is, for those who probe.</summary>
    string Name { get; }

    /// <summary>What is wrong with it; null: nothing. Answers from what is known, and at once.</summary>
    string? Problem { get; }
}
