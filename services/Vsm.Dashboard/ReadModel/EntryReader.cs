using System.Text.Json;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.Dashboard.ReadModel;

/// <summary>
/// Reads the data of journal entries. What it lets through can be stored: a projection never has to refuse an entry that is in the journal.
/// </summary>
internal static class EntryReader
{
    /// <summary>Longest text that is part of a key or an index.</summary>
    public const int LongestKey = 200;

    /// <summary>The kind without what follows a dot.</summary>
    public static string RootOf(string kind) => kind.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? kind[..dot] : kind;

    /// <summary>The data of an entry, or null with the reason when it is not what its kind defines; null without one for kinds that have no projection.</summary>
    public static object? Read(JournalEntry entry, out string? problem)
    {
        problem = null;
        try
        {
            object? data = RootOf(entry.Kind) switch
            {
                JournalKinds.Task => entry.Read<TaskProgress>(),
                JournalKinds.Ruling => entry.Read<Ruling>(),
                JournalKinds.ToolCall => entry.Read<ToolCall>(),
                JournalKinds.Agent => entry.Read<AgentProgress>(),
                JournalKinds.Configuration => entry.Read<AgentConfiguration>(),
                JournalKinds.Policies => entry.Read<PolicySet>(),
                JournalKinds.Organisation => entry.Read<OrganisationProgress>(),
                JournalKinds.Decision => entry.Read<PersonDecided>(),
                JournalKinds.Machine => entry.Read<MachineDescription>(),
                JournalKinds.Catalogue => entry.Read<CatalogueDescription>(),
                JournalKinds.Budget => entry.Read<BudgetProgress>(),
                JournalKinds.Queue => entry.Read<QueueDescription>(),
                JournalKinds.Session => entry.Read<SessionProgress>(),
                _ => null,
            };
            problem = data is null ? null : Problem(entry, data);
            return problem is null ? data : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NotSupportedException or ArgumentException)
        {
            problem = exception.Message;
            return null;
        }
    }

    private static string? Problem(JournalEntry entry, object data) => data switch
    {
        TaskProgress x => NoTask(entry) ?? Key("state", x.State) ?? Null("usage", x.Usage)
            ?? x.Booked?.Select(b => Null("booked", b) ?? Null("usage", b.Usage)).FirstOrDefault(p => p is not null),
        SessionProgress x => Null("booked", x.Booked) ?? Null("usage", x.Booked.Usage),
        BudgetProgress x => x.Kind == BudgetKind.Vsm || x.Subject is not null ? null : "It names neither a System 1 nor a task.",
        ToolCall x => NoTask(entry) ?? Key("id", x.Id),
        Ruling x => Null("findings", x.Findings)
            ?? x.Findings.Select(f => Null("finding", f) ?? Key("policy", f.Policy) ?? Null("evidence", f.Evidence)
                ?? Null("readings", f.Readings) ?? Null("questions", f.Questions)).FirstOrDefault(p => p is not null),
        AgentProgress x => Null("agent", x.Agent) ?? Key("name", x.Agent.Name) ?? Null("health", x.Health),
        AgentConfiguration x => Key("name", x.Name),
        PolicySet x => Null("policies", x.Policies)
            ?? x.Policies.Select(p => Null("policy", p) ?? Key("name", p.Name)).FirstOrDefault(p => p is not null),
        MachineDescription x => Key("name", x.Name),
        CatalogueDescription x => Key("name", x.Name) ?? Null("items", x.Items),
        QueueDescription x => Key("name", x.Name),
        _ => null,
    };

    private static string? NoTask(JournalEntry entry) => entry.TaskId is null ? "It names no task." : null;

    private static string? Null(string name, object? value) => value is null ? $"Its {name} is null." : null;

    private static string? Key(string name, string? value) =>
        string.IsNullOrEmpty(value) ? $"Its {name} is empty."
        : value.Length > LongestKey ? $"Its {name} has {value.Length} characters; at most {LongestKey} are stored."
        : value.Contains('\0') ? $"Its {name} has a NUL character."
        : null;
}
