namespace Vsm.S1.Operations.Tools;

/// <summary>The agent gives its task back to System 3.</summary>
internal sealed class EscalationException(string reason, IReadOnlyList<string> missingCapabilities) : Exception(reason)
{
    public IReadOnlyList<string> MissingCapabilities { get; } = missingCapabilities;
}
