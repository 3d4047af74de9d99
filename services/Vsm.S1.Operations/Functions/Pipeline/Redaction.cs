using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>What has to be replaced in an output before anybody sees it.</summary>
internal sealed record Redaction(bool PersonalData, Regex? Pattern)
{
    public bool Any => PersonalData || Pattern is not null;

    public static Redaction From(FunctionArguments arguments) =>
        new(arguments.Flag(PipelineParameters.RedactPersonalData), arguments.Pattern(PipelineParameters.RedactPattern));

    /// <exception cref="RegexMatchTimeoutException">The pattern takes too long.</exception>
    public string Apply(string text)
    {
        text = Pattern?.Replace(text, "[redacted]") ?? text;
        return PersonalData ? Functions.PersonalData.Redact(text, Functions.PersonalData.AllKinds) : text;
    }
}
