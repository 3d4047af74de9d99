using System.Globalization;

namespace Vsm.Benchmarks.Growth;

/// <summary>A table that has rows of tasks, and how its rows are copied.</summary>
/// <param name="Name">With its schema, quoted.</param>
/// <param name="Link">The column that says which task a row is of, by one of the ids that the task owns.</param>
/// <param name="Columns">All columns.</param>
internal sealed record SeedTable(string Name, string Link, IReadOnlyList<SeedColumn> Columns)
{
    /// <summary>Copies the rows of all template tasks, once for each number from <c>@first</c> to <c>@last</c>.</summary>
    /// <param name="counters">Where counting columns go on.</param>
    public string CopySql(IReadOnlyDictionary<string, SeedCounter> counters) =>
        $"""
        insert into {Name} ({string.Join(", ", Columns.Select(x => Quote(x.Name)))})
        select {string.Join(", ", Columns.Select(x => x.CopySql(counters)))}
        from {Name} t join benchmark.owned o on o.id = t.{Quote(Link)} cross join generate_series(@first, @last) k
        """;

    public static string Quote(string name) => $"\"{name}\"";
}

/// <summary>A column, and what becomes of its values in a copy.</summary>
internal sealed record SeedColumn(string Name, SeedRule Rule)
{
    public string CopySql(IReadOnlyDictionary<string, SeedCounter> counters)
    {
        var value = $"t.{SeedTable.Quote(Name)}";
        return Rule switch
        {
            SeedRule.OwnedId => $"md5({value}::text || k)::uuid",
            SeedRule.MentionsTask => $"replace({value}, o.task::text, md5(o.task::text || k)::uuid::text)",
            SeedRule.Number => counters[Name].CopySql(value),
            SeedRule.Time => $"{value} - k * interval '1 minute'",
            _ => value,
        };
    }
}

/// <summary>A counter of tasks or journal entries.</summary>
/// <param name="Last">The highest number that there is.</param>
/// <param name="Step">The highest number of a template task: how far the numbers of one copy are from those of the next.</param>
/// <param name="FirstCopy">The copy that goes on behind <paramref name="Last"/>.</param>
internal sealed record SeedCounter(long Last, long Step, int FirstCopy)
{
    public string CopySql(string value) => string.Create(CultureInfo.InvariantCulture, $"{value} + {Last} + (k - {FirstCopy}) * {Step}");
}

internal enum SeedRule
{
    /// <summary>Stays as it is.</summary>
    Same,

    /// <summary>An id of the task or of something that it alone has: another one in every copy, the same for the same.</summary>
    OwnedId,

    /// <summary>Text in which the task's id stands.</summary>
    MentionsTask,

    /// <summary>Counts tasks or journal entries: goes on behind the last.</summary>
    Number,

    /// <summary>Goes back in time, so that lists stay mixed.</summary>
    Time,
}
