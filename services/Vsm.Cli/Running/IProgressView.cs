namespace Vsm.Cli.Running;

/// <summary>Shows how far the work is.</summary>
internal interface IProgressView
{
    /// <summary>One thing that happened.</summary>
    void Line(string text);

    void Count(int settled, int total);
}
