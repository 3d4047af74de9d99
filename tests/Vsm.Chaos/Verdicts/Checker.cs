using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Verdicts;

/// <summary>Judges a run by its evidence alone.</summary>
internal static class Checker
{
    private const int MostCases = 5;
    private static readonly HashSet<string> Finals = ["Approved", "Rejected", "Cancelled", "Failed", "Expired"];

    public static Verdict Judge(Evidence evidence)
    {
        var acknowledged = evidence.HandedIn.Where(x => x is { Acknowledged: not null, TaskId: not null }).ToList();
        var tasks = evidence.Tasks.GroupBy(x => x.Id).ToDictionary(x => x.Key, x => x.First());
        var answers = evidence.Answers.ToLookup(x => x.TaskId);
        return new Verdict
        {
            Attempted = evidence.HandedIn.Count,
            Acknowledged = acknowledged.Count,
            Finished = acknowledged.Select(x => tasks.GetValueOrDefault(x.TaskId!.Value)?.State).OfType<string>().Where(Finals.Contains)
                .CountBy(x => x).OrderByDescending(x => x.Value).ToDictionary(),
            Zeros =
            [
                Of("lost", acknowledged.Where(x => !tasks.ContainsKey(x.TaskId!.Value)).Select(Name)),
                Of("unanswered", acknowledged.Where(x => Ended(tasks, x) && !answers.Contains(x.TaskId!.Value)).Select(Name)),
                Of("finished twice", FinishedTwice(evidence)),
                Of("forwarded twice", ForwardedTwice(evidence)),
                Of("ruled twice", evidence.Rulings.GroupBy(x => (x.TaskId, x.Attempt, x.Evaluation)).Where(x => x.Count() > 1)
                    .Select(x => $"task {x.Key.TaskId}, attempt {x.Key.Attempt}, judgement {x.Key.Evaluation}: {x.Count()} rulings")),
                Of("effects twice", evidence.Effects.GroupBy(x => x).Where(x => x.Count() > 1)
                    .Select(x => $"task {x.Key.TaskId}, attempt {x.Key.Attempt}: {x.Count()} times")),
                Of("stuck", acknowledged.Where(x => tasks.TryGetValue(x.TaskId!.Value, out var task) && !Finals.Contains(task.State))
                    .Select(x => $"{Name(x)}, {tasks[x.TaskId!.Value].State} at step {tasks[x.TaskId.Value].Step}")),
                Of("approved without ruling", ApprovedWithoutRuling(evidence)),
                Of("wrong ends", acknowledged.Where(x => Ended(tasks, x)).Select(x => WrongEnd(x, tasks[x.TaskId!.Value], answers[x.TaskId.Value])).OfType<string>()),
                Sum("leaked inbox or journal rows", evidence.Left.Where(x => x.Value > 0).Select(x => (x.Value, $"{x.Key}: {x.Value}"))),
                Of("journal gaps", JournalGaps(evidence)),
                Of("chain breaks", evidence.Journals.Where(x => !x.Intact).Select(x => $"the journal of {x.Vsm}")),
                Of("error queues: not poison", evidence.Dead.Where(x => x.Poison is null).Select(x => $"{x.Place}: {x.Text}")),
                Of("error queues: poison missing or in two places", PoisonAstray(evidence)),
            ],
            DeliveredAgain = evidence.Answers.GroupBy(x => x.MessageId).Sum(x => x.Count() - 1),
            PoisonSent = evidence.Poison.Count,
            PoisonCopies = evidence.Dead.Where(x => x.Poison is not null).GroupBy(x => (x.Poison, x.Place)).Sum(x => x.Count() - 1),
            Disturbed = evidence.Disturbed,
            Recoveries = [.. evidence.Faults.OrderBy(x => x.At).Select(x => RecoveryOf(x, acknowledged, answers))],
        };
    }

    private static bool Ended(Dictionary<Guid, StoredTask> tasks, HandedIn task) =>
        tasks.TryGetValue(task.TaskId!.Value, out var stored) && Finals.Contains(stored.State);

    // The journal has an entry for each step; a task that ended has one that ends it.
    private static IEnumerable<string> FinishedTwice(Evidence evidence) =>
        from task in evidence.Steps.Where(x => Finals.Any(y => x.Kind == $"task.{char.ToLowerInvariant(y[0])}{y[1..]}")).GroupBy(x => x.TaskId)
        where task.Count() > 1
        select $"task {task.Key}: {string.Join(", ", task.OrderBy(x => x.Step).Select(x => $"{x.Kind} at step {x.Step}"))}";

    // One message may be delivered again; two messages, or one that says different things, are two answers.
    private static IEnumerable<string> ForwardedTwice(Evidence evidence) =>
        from task in evidence.Answers.GroupBy(x => x.TaskId)
        let different = task.Select(x => (x.MessageId, x.Result, x.Output)).Distinct().ToList()
        where different.Count > 1
        select $"task {task.Key}: {string.Join(", ", different.Select(x => $"{x.Result} in message {x.MessageId}"))}";

    private static IEnumerable<string> ApprovedWithoutRuling(Evidence evidence)
    {
        var ruled = evidence.Rulings.Where(x => x.Verdict == "NotViolated").Select(x => (x.TaskId, x.Attempt)).ToHashSet();
        return evidence.Tasks.Where(x => x.State == "Approved" && !ruled.Contains((x.Id, x.Attempts))).Select(x => $"task {x.Id}");
    }

    private static string? WrongEnd(HandedIn task, StoredTask stored, IEnumerable<Answer> answers)
    {
        if (!task.Task.RightEnds.Contains(stored.State))
        {
            return $"{Name(task)} is {stored.State}";
        }

        var wrong = answers.FirstOrDefault(x => x.Result != stored.State
            || (x.Result == "Approved" && task.Task.Answer is { } right && Bare(x.Output) != Bare(right)));
        return wrong is null ? null : $"{Name(task)} is {stored.State} and was answered {wrong.Result}: {Cut(wrong.Output)}";
    }

    private static IEnumerable<string> JournalGaps(Evidence evidence)
    {
        foreach (var journal in evidence.Journals.Where(x => x.LastSequence != x.Entries))
        {
            yield return $"the journal of {journal.Vsm} has {journal.Entries} entries and ends with {journal.LastSequence}";
        }

        var told = evidence.Steps.GroupBy(x => x.TaskId).ToDictionary(x => x.Key, x => x.Select(y => y.Step).ToHashSet());
        foreach (var task in evidence.Tasks)
        {
            var missing = Enumerable.Range(1, task.Step).Where(x => !told.TryGetValue(task.Id, out var steps) || !steps.Contains(x)).ToList();
            if (missing.Count > 0)
            {
                yield return $"task {task.Id}: step {string.Join(", ", missing)} of {task.Step}";
            }
        }
    }

    private static IEnumerable<string> PoisonAstray(Evidence evidence)
    {
        var found = evidence.Dead.Where(x => x.Poison is not null).ToLookup(x => x.Poison!.Value, x => x.Place);
        return from poison in evidence.Poison
               let places = found[poison.Id].Distinct().ToList()
               where places.Count != 1
               select $"{poison.Id} to {poison.Queue} is in {(places.Count == 0 ? "none" : string.Join(" and ", places))}";
    }

    private static Recovery RecoveryOf(FaultRecord fault, List<HandedIn> acknowledged, ILookup<Guid, Answer> answers)
    {
        var first = acknowledged.Where(x => x.Task.Kind == Planning.TaskKind.Sum && x.Attempted >= fault.Over)
            .SelectMany(x => answers[x.TaskId!.Value]).Select(x => (TimeSpan?)x.At).DefaultIfEmpty(null).Min();
        return new Recovery(
            fault.What, fault.At.TotalSeconds, (fault.Over - fault.At).TotalSeconds, first is { } at ? (at - fault.Over).TotalSeconds : null);
    }

    private static Zero Of(string name, IEnumerable<string> cases)
    {
        var all = cases.ToList();
        return new Zero(name, all.Count, [.. all.Take(MostCases)]);
    }

    private static Zero Sum(string name, IEnumerable<(long Count, string Case)> cases)
    {
        var all = cases.ToList();
        return new Zero(name, (int)all.Sum(x => x.Count), [.. all.Take(MostCases).Select(x => x.Case)]);
    }

    private static string Name(HandedIn task) => $"task {task.TaskId} ({task.Task.Kind}, {task.Task.Way}, number {task.Task.Index} of the plan)";

    // How a result is laid out is not what is asked for.
    private static string Bare(string? text) => string.Concat((text ?? "").Where(x => !char.IsWhiteSpace(x)));

    private static string Cut(string? text) => Bare(text) is { Length: > 0 and var length } bare ? (length > 80 ? $"{bare[..80]}…" : bare) : "nothing";
}
