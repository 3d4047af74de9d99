using System.Text.Json;

namespace Vsm.Chaos.Planning;

/// <summary>Which tasks are handed in; the same seed makes the same ones.</summary>
internal static class TaskPlan
{
    private const int FirstProbe = 10_000_000;
    private static readonly string[] Regions = ["east", "north", "south", "west"];

    public static IReadOnlyList<PlannedTask> Create(int seed, int count)
    {
        var random = new Random(seed ^ 0x5eed);
        return [.. Enumerable.Range(0, count).Select(i => One(i, random))];
    }

    /// <summary>Tasks of one kind.</summary>
    public static IReadOnlyList<PlannedTask> Of(TaskKind kind, int seed, int first, int count)
    {
        var random = new Random(seed ^ 0x5eed ^ first);
        return
        [
            .. Enumerable.Range(first, count).Select(i => kind == TaskKind.Sum
                ? Sum(i, i % 2 == 0 ? Way.Bus : Way.Http, random)
                : Passed(i, kind, i % 2 == 0 ? Way.Bus : Way.Http, random)),
        ];
    }

    /// <summary>A task beside the plan.</summary>
    public static PlannedTask Probe(int number) => Sum(FirstProbe + number, Way.Bus, new Random(number));

    private static PlannedTask One(int index, Random random)
    {
        var way = random.Next(2) == 0 ? Way.Bus : Way.Http;
        return random.Next(100) switch
        {
            < 60 => Sum(index, way, random),
            < 78 => Passed(index, TaskKind.Effect, way, random),
            < 88 => Passed(index, TaskKind.Throw, way, random),
            < 92 => Passed(index, TaskKind.Hang, way, random),
            < 97 => new PlannedTask(index, TaskKind.Summary, way, Sentences(index, random), null),
            _ => Passed(index, TaskKind.Person, way, random),
        };
    }

    private static PlannedTask Sum(int index, Way way, Random random)
    {
        var rows = Enumerable.Range(0, 12).Select(_ => (Region: Regions[random.Next(Regions.Length)], Amount: random.Next(1, 1000))).ToList();
        var content = "region,amount\n" + string.Join('\n', rows.Select(x => $"{x.Region},{x.Amount}"));
        var answer = rows.GroupBy(x => x.Region).OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => new { region = x.Key, total = x.Sum(y => y.Amount) });
        return new PlannedTask(index, TaskKind.Sum, way, content, JsonSerializer.Serialize(answer));
    }

    // These functions pass on what they get.
    private static PlannedTask Passed(int index, TaskKind kind, Way way, Random random)
    {
        var content = $"{kind} {index} {random.Next()}";
        return new PlannedTask(index, kind, way, content, content);
    }

    private static string Sentences(int index, Random random) =>
        string.Join(' ', Enumerable.Range(0, 5).Select(x => $"Report {index} says that machine {x} made {random.Next(100, 999)} parts on that day."));
}
