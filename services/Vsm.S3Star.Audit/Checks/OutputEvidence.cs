using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>Evidence as the contracts bound it.</summary>
internal static class OutputEvidence
{
    public const int MaxItems = 10;

    public const int MaxText = 200;

    public static Evidence Range(string output, int start, int end) => new()
    {
        Kind = EvidenceKind.Range,
        Start = start,
        End = end,
        Text = Text.Head(output.AsSpan(start, end - start), MaxText).ToString(),
    };

    public static IReadOnlyList<Evidence> Whole(string output) => output.Length == 0 ? [] : [Range(output, 0, output.Length)];

    public static Evidence Of(ToolCall call) => new() { Kind = EvidenceKind.ToolCall, Id = call.Id };
}
