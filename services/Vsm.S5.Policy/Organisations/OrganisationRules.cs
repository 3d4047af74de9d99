using System.Text.RegularExpressions;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Organisations;

/// <summary>What an organisation has to be like; each rule says what is wrong and where.</summary>
internal static partial class OrganisationRules
{
    private const int MaxName = 100;
    private static readonly string[] Kinds = ["function", "llm", "mcp", "remote", "sensor", "api"];

    /// <summary>The first thing wrong with the name of a VSM instance, which queues and sequences are named after; null for none.</summary>
    public static string? WrongVsm(string vsm) => VsmName().IsMatch(vsm)
        ? null
        : $"'{vsm}' is no name for a VSM instance: 1 to 40 lower-case letters, digits and '-', beginning with a letter or digit.";

    /// <summary>The first thing wrong with the request; null for none.</summary>
    public static string? Wrong(VsmState? current, ApplyOrganisation request) =>
        Problems(current, request).FirstOrDefault(x => x is not null);

    private static IEnumerable<string?> Problems(VsmState? current, ApplyOrganisation request)
    {
        yield return Name("The organisation", request.Name);
        yield return string.IsNullOrWhiteSpace(request.Purpose) ? "The organisation has no purpose; say in a sentence what it is for." : null;
        yield return Limits(request.Limits);
        yield return Duplicate("systems", request.Systems.Select(x => x.Name));
        yield return Duplicate("templates", request.Templates.Select(x => x.Name));
        yield return Duplicate("policies", request.Policies.Select(x => x.Name));
        yield return Duplicate("default policies", request.DefaultPolicies.Select(x => x.Name));
        foreach (var system in request.Systems)
        {
            yield return System("system", system);
        }

        foreach (var template in request.Templates)
        {
            yield return System("template", template);
        }

        foreach (var policy in request.Policies.Concat(request.DefaultPolicies))
        {
            yield return Policy(policy);
        }

        yield return request.DefaultPolicies.FirstOrDefault(x => x.AppliesTo.Count > 0) is { } narrowed
            ? $"Default policy '{narrowed.Name}' names whom it applies to; a default policy applies to each system that no other does."
            : null;

        var known = request.Systems.Concat(request.Templates).Concat(current?.Templates ?? []).Select(x => x.Name)
            .Concat((current?.Systems ?? []).Select(x => x.Name)).ToHashSet();
        foreach (var policy in request.Policies)
        {
            yield return policy.AppliesTo.FirstOrDefault(x => !known.Contains(x)) is { } unknown
                ? $"Policy '{policy.Name}' applies to '{unknown}', which is neither a system nor a template. {Known(known)}"
                : null;
        }
    }

    private static string? System(string what, SystemSpecification system)
    {
        if (Name($"A {what}", system.Name) is { } wrong)
        {
            return wrong;
        }

        var where = $"The {what} '{system.Name}'";
        return system switch
        {
            _ when Number().IsMatch(system.Name) => $"{where} has a name that reads as a number, by which tasks name systems too; choose another.",
            _ when !Kinds.Contains(system.Kind) => $"{where} is of kind '{system.Kind}'; there are {string.Join(", ", Kinds)}.",
            { MaxConcurrentTasks: < 1 or > 1000 } => $"{where} may work on {system.MaxConcurrentTasks} tasks at once; 1 to 1000 are possible.",
            { TaskTimeoutMs: < 1 or > 604_800_000 } => $"{where} has a task time limit of {system.TaskTimeoutMs} ms; 1 ms to 7 days are possible.",
            { CostPerTask: < 0 } => $"{where} costs {system.CostPerTask} per task; that cannot be negative.",
            { CostTotal: < 0 } => $"{where} may spend {system.CostTotal} altogether; that cannot be negative.",
            _ when system.Capabilities.FirstOrDefault(x => string.IsNullOrWhiteSpace(x.Name)) is not null => $"{where} has a capability without a name.",
            { Kind: "llm" or "mcp" } when !OrganisationNames.IsModel(system.Model) =>
                $"{where} is of kind '{system.Kind}' and names the model '{system.Model}'; it needs one as {OrganisationNames.ModelExpected}.",
            { Kind: "llm" or "mcp" } when SystemPrompt.TooLong(system) is { } tooLong => $"{where} cannot be prompted: {tooLong}.",
            _ => Duplicate($"capabilities of {what} '{system.Name}'", system.Capabilities.Select(x => x.Name)),
        };
    }

    private static string? Policy(PolicySpecification policy) => Name("A policy", policy.Name) switch
    {
        { } wrong => wrong,
        _ when string.IsNullOrWhiteSpace(policy.Rule) => $"Policy '{policy.Name}' has no rule; say in words what it demands.",
        _ when policy.Readings.Any(x => string.IsNullOrWhiteSpace(x.Check)) => $"Policy '{policy.Name}' has a check without a name.",
        _ when policy.WhenVague is ReadingRule.MustAgree =>
            $"Policy '{policy.Name}' is to be settled by {nameof(ReadingRule.MustAgree)} when it is vague; strict or lenient settles it.",
        _ => null,
    };

    private static string? Limits(TaskLimits limits) => limits switch
    {
        { Corrections: < 0 or > 100 } => $"The limit of corrections is {limits.Corrections}; 0 to 100 are possible.",
        { Clarifications: < 0 or > 100 } => $"The limit of clarifications is {limits.Clarifications}; 0 to 100 are possible.",
        { CostPerTask: < 0 } => $"The limit of cost per task is {limits.CostPerTask}; it cannot be negative.",
        { CostPerAttempt: < 0 } => $"The limit of cost per attempt is {limits.CostPerAttempt}; it cannot be negative.",
        { CostPerCall: < 0 } => $"The limit of cost per call is {limits.CostPerCall}; it cannot be negative.",
        { CostTotal: < 0 } => $"The VSM may spend {limits.CostTotal} altogether; that cannot be negative.",
        { PersonTimeoutMs: < 1 or > 31_622_400_000 } => $"A task waits {limits.PersonTimeoutMs} ms for a person; 1 ms to 366 days are possible.",
        _ => null,
    };

    private static string? Name(string what, string name) => name switch
    {
        _ when string.IsNullOrWhiteSpace(name) => $"{what} has no name.",
        { Length: > MaxName } => $"{what} has a name of {name.Length} characters; at most {MaxName} are allowed: '{name[..40]}…'.",
        _ when name.Any(char.IsControl) => $"{what} has a name with control characters.",
        _ when name != name.Trim() => $"{what} has a name that begins or ends with a space: '{name}'.",
        _ => null,
    };

    private static string? Duplicate(string where, IEnumerable<string> names) =>
        names.GroupBy(x => x).FirstOrDefault(x => x.Count() > 1) is { } twice
            ? $"The name '{twice.Key}' is there {twice.Count()} times among the {where}; each may be there once."
            : null;

    private static string Known(IReadOnlyCollection<string> names) => names.Count == 0
        ? "There are none."
        : $"There are {string.Join(", ", names.Order(StringComparer.Ordinal).Take(20))}{(names.Count > 20 ? ", …" : "")}.";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z")]
    private static partial Regex VsmName();

    [GeneratedRegex(@"\A(s|sys)?[0-9]+\z", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
