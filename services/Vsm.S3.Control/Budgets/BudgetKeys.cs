using System.Globalization;

namespace Vsm.S3.Control.Budgets;

/// <summary>Names of accounts.</summary>
internal static class BudgetKeys
{
    private const string TaskPrefix = "task/";

    public static string Vsm(string vsm) => $"vsm/{vsm}";

    public static string System(Guid agent) => $"system/{agent:n}";

    public static string Task(Guid task) => $"{TaskPrefix}{task:n}";

    /// <returns>Null: it is not a task's.</returns>
    public static Guid? TaskOf(string key) =>
        key.StartsWith(TaskPrefix, StringComparison.Ordinal) ? Guid.ParseExact(key[TaskPrefix.Length..], "n") : null;

    /// <summary>An account for people.</summary>
    public static string Describe(BudgetAccount account, string? agent) => account.Kind switch
    {
        Contracts.Control.BudgetKind.Vsm => $"VSM {account.Vsm}",
        Contracts.Control.BudgetKind.System => agent ?? $"System 1 {account.Subject}",
        _ => string.Create(CultureInfo.InvariantCulture, $"task {account.Subject} with the tasks below it"),
    };
}
