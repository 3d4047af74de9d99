namespace Vsm.S1.Operations.Functions;

/// <param name="Path">Where in the configuration, such as <c>steps[1].parameters.pattern</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record ConfigurationError(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
