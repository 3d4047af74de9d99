using Vsm.Ai.Fencing;
using Vsm.Contracts.Audit;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Finds in the packet what a judge cites. Offsets are those of the quotation, wherever the judge said that it is.</summary>
internal static class EvidenceFinder
{
    /// <summary>How far from where the judge says a quotation may be that occurs more than once.</summary>
    public const int Near = 200;

    /// <returns>Null: it is not there, or it cannot be said where.</returns>
    public static Evidence? Find(JudgePacket packet, AnsweredEvidence cited) => cited.Kind == AnsweredKind.ToolCall
        ? cited.Id is { } id && packet.Calls.Contains(id) ? new Evidence { Kind = EvidenceKind.ToolCall, Id = id } : null
        : Find(packet.Output, cited.Quote, cited.Start);

    public static Evidence? Find(ShownText output, string? quote, long? start)
    {
        if (string.IsNullOrWhiteSpace(quote) || Place(output.Text, quote, start) is not { } place)
            return null;

        var (from, to) = output.Original(place, place + quote.Length);
        return OutputEvidence.Range(output.Whole, from, to);
    }

    private static int? Place(string text, string quote, long? start)
    {
        if (start >= 0 && start <= text.Length - quote.Length && string.CompareOrdinal(text, (int)start, quote, 0, quote.Length) == 0)
            return (int)start;

        var first = text.IndexOf(quote, StringComparison.Ordinal);
        if (first < 0)
            return null;
        if (text.IndexOf(quote, first + 1, StringComparison.Ordinal) < 0)
            return first;
        return start is { } near and >= 0 && near <= text.Length ? Nearest(text, quote, (int)near) : null;
    }

    // The only one of those near by that is nearest.
    private static int? Nearest(string text, string quote, int near)
    {
        var (before, behind) = (-1, -1);
        for (var at = text.IndexOf(quote, Math.Max(0, near - Near), StringComparison.Ordinal); at >= 0 && at <= near + Near; at = text.IndexOf(quote, at + 1, StringComparison.Ordinal))
        {
            if (at <= near)
                before = at;
            else if (behind < 0)
                behind = at;
        }

        return (before, behind) switch
        {
            (< 0, < 0) => null,
            (< 0, _) => behind,
            (_, < 0) => before,
            _ when near - before == behind - near => null,
            _ => near - before < behind - near ? before : behind,
        };
    }
}
