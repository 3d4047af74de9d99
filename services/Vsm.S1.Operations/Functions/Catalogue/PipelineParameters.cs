using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>What every agent of functions honours, whatever its steps: how its input is read (with the first step), and how its output is written (with the last).</summary>
internal static class PipelineParameters
{
    public const string Format = "format";
    public const string OutputFormat = "output_format";
    public const string RedactPersonalData = "redact_personal_data";
    public const string RedactPattern = "redact_pattern";

    public static IReadOnlyList<CatalogueParameter> Input { get; } =
    [
        Parameter.Text(Format, "First step only: how the input is read: csv, json (an array), jsonl or text. Without it, by the file's " +
            "extension; a task without files is text."),
    ];

    public static IReadOnlyList<CatalogueParameter> Output { get; } =
    [
        Parameter.Text(OutputFormat, "Last step only: how records are written: csv, json or markdown.", "csv"),
        Parameter.Flag(RedactPersonalData, "Last step only: replaces personal data (email, ip, phone, iban, card) in the output by its " +
            "kind, such as [email]."),
        Parameter.Pattern(RedactPattern, "Last step only: replaces what matches in the output by [redacted]."),
    ];

    public static bool Contains(string name) => Input.Concat(Output).Any(x => x.Name == name);

    /// <summary>What a step honours: its function's parameters, and those of the pipeline's end that it stands at.</summary>
    public static IReadOnlyList<CatalogueParameter> OfStep(IAgentFunction function, bool first, bool last) =>
        [.. function.Description.Parameters, .. first ? Input : [], .. last ? Output : []];
}
