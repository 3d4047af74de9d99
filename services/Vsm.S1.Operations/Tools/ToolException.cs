namespace Vsm.S1.Operations.Tools;

/// <summary>A call of a tool cannot be done. The message is for the model: what is wrong, where, and what to do; it names no place outside.</summary>
internal sealed class ToolException(string message, Exception? inner = null) : Exception(message, inner);
