using Vsm.Contracts.Audit;

namespace Vsm.Dashboard.ReadModel;

/// <summary>A ruling, with what it is searched by.</summary>
internal sealed record RulingRow
{
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    public required Guid TaskId { get; init; }

    public required Guid AgentId { get; init; }

    public required int AgentNumber { get; init; }

    public required Verdict Verdict { get; init; }

    public required DateTimeOffset At { get; init; }

    public required long Sequence { get; init; }

    /// <summary>Everything people would search for, in lower case.</summary>
    public required string Text { get; init; }

    public required Ruling Ruling { get; init; }

    public static RulingRow Of(PlacedData<Ruling> ruling) => new()
    {
        Id = ruling.Data.RulingId,
        Vsm = ruling.Entry.Vsm,
        TaskId = ruling.Data.TaskId,
        AgentId = ruling.Data.AgentId,
        AgentNumber = ruling.Data.AgentNumber,
        Verdict = ruling.Data.Verdict,
        At = Storable.Time(ruling.Data.At),
        Sequence = ruling.Sequence,
        Text = Storable.Text(TextOf(ruling.Data)),
        Ruling = ruling.Data,
    };

    private static string TextOf(Ruling ruling) => string.Join('\n', ruling.Findings.SelectMany(Texts)).ToLowerInvariant();

    private static IEnumerable<string> Texts(Finding finding) =>
        [finding.Policy, finding.Interpretation, .. finding.Evidence.Select(x => x?.Text ?? ""), .. finding.Readings, .. finding.Questions];
}

/// <summary>A ruling's verdict on one policy.</summary>
internal sealed record FindingRow
{
    public required Guid RulingId { get; init; }

    public required Guid PolicyId { get; init; }

    public required int PolicyNumber { get; init; }

    public required string Policy { get; init; }

    public required Verdict Verdict { get; init; }

    public static IEnumerable<FindingRow> Of(Ruling ruling) => ruling.Findings.DistinctBy(x => x.PolicyId).Select(x => new FindingRow
    {
        RulingId = ruling.RulingId,
        PolicyId = x.PolicyId,
        PolicyNumber = x.PolicyNumber,
        Policy = Storable.Text(x.Policy),
        Verdict = x.Verdict,
    });
}
