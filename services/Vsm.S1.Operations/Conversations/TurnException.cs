using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Conversations;

/// <summary>A turn is not taken; the message says what is wrong and what to do.</summary>
internal sealed class TurnException(TurnError error, string message, Exception? inner = null) : Exception(message, inner)
{
    public TurnError Error { get; } = error;
}
