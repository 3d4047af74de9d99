using System.Text.Json.Serialization;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Reports;

/// <summary>What <c>run --output json</c> writes.</summary>
internal sealed record RunDocument(string Organisation, IReadOnlyList<RunTask> Tasks);

internal sealed record RunTask
{
    public required int? Number { get; init; }

    public required Guid Id { get; init; }

    public required string Content { get; init; }

    public required string State { get; init; }

    public required string? Assignee { get; init; }

    public required int Attempts { get; init; }

    public required int Corrections { get; init; }

    public required int Clarifications { get; init; }

    public required string? Output { get; init; }

    /// <summary>The whole output where <see cref="Output"/> is its beginning.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContentReference? OutputReference { get; init; }

    public required string? Reason { get; init; }

    public required IReadOnlyList<RunRuling> Rulings { get; init; }

    public required decimal Cost { get; init; }

    public required double DurationMs { get; init; }

    /// <summary>What interruptions of its attempts meant for its calls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TaskRecovery? Recovery { get; init; }

    public static RunTask From(TaskView task, IReadOnlyList<Ruling> rulings) => new()
    {
        Number = task.Number,
        Id = task.Id,
        Content = task.Content,
        State = task.State,
        Assignee = task.Assignee,
        Attempts = task.Attempts,
        Corrections = task.Corrections,
        Clarifications = task.Clarifications,
        Output = task.Output,
        OutputReference = task.OutputReference,
        Reason = task.Reason ?? task.Wait?.Explanation,
        Rulings = [.. rulings.OrderBy(x => x.Attempt).ThenBy(x => x.Evaluation).SelectMany(RunRuling.From)],
        Cost = task.Cost,
        DurationMs = Math.Round(task.DurationMs, 3),
        Recovery = task.Recovery,
    };
}

/// <summary>What was ruled on one policy in one attempt.</summary>
internal sealed record RunRuling
{
    public required int Attempt { get; init; }

    public required string Policy { get; init; }

    public required int PolicyVersion { get; init; }

    public required Verdict Verdict { get; init; }

    public required string Interpretation { get; init; }

    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>The model that judged, where no check did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Judge { get; init; }

    /// <summary>An earlier ruling that it follows or resembles.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Precedent { get; init; }

    public static IEnumerable<RunRuling> From(Ruling ruling) => ruling.Findings.Select(x => new RunRuling
    {
        Attempt = ruling.Attempt,
        Policy = x.Policy,
        PolicyVersion = x.PolicyVersion,
        Verdict = x.Verdict,
        Interpretation = x.Interpretation,
        Evidence = x.Evidence,
        Judge = x.Judge,
        Precedent = x.Precedent,
    });
}
