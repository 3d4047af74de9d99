namespace Vsm.Chaos.Running;

/// <summary>What a run does to messages on their way.</summary>
/// <param name="Duplicated">Share of messages of which a copy follows.</param>
/// <param name="Delayed">Share of messages that come late and out of order.</param>
/// <param name="Malformed">Malformed messages for each task.</param>
internal sealed record Disturbance(double Duplicated, double Delayed, double Malformed)
{
    public static Disturbance Full { get; } = new(0.05, 0.05, 0.01);

    public static Disturbance None { get; } = new(0, 0, 0);
}
