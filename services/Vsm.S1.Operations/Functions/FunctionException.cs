namespace Vsm.S1.Operations.Functions;

/// <summary>A task, its data or a parameter cannot be worked on; another try would end the same. The message says what, where, and what to do.</summary>
internal sealed class FunctionException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The parameter at fault, if one is.</summary>
    public string? Parameter { get; init; }

    public static FunctionException ForParameter(string parameter, string message, Exception? inner = null) =>
        new($"Parameter '{parameter}': {message}", inner) { Parameter = parameter };
}
