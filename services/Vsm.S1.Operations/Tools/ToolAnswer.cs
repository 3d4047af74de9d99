using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Tools;

/// <summary>What came of a call: recorded, and told to the model.</summary>
internal sealed record ToolAnswer(ToolCallOutcome Outcome, string Text)
{
    public static ToolAnswer Failed(string text) => new(ToolCallOutcome.Failed, text);
}
