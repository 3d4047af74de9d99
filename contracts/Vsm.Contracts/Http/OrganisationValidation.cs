using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>Says what is wrong with an organisation before anything is started.</summary>
public static class OrganisationValidation
{
    /// <summary>The most problems that are listed.</summary>
    public const int MostProblems = 50;

    /// <summary>
    /// Problems with their places, such as <c>systems[1].steps[0].function</c>; none: the organisation can be applied. Without a catalogue the
    /// names and parameters that it would list are not checked.
    /// </summary>
    public static IReadOnlyList<(string Path, string Message)> Validate(
        OrganisationRequest organisation, CatalogueDescription? functions, CatalogueDescription? checks)
    {
        ArgumentNullException.ThrowIfNull(organisation);
        var problems = new ValidationProblems(MostProblems);
        NullMembers.Find(problems, "", organisation);
        if (problems.Found.Count > 0)
        {
            return problems.Found;
        }

        problems.Text("name", organisation.Name, 200);
        problems.Name("vsm", organisation.Vsm);
        problems.Text("purpose", organisation.Purpose, LongestText);
        Limits(problems, organisation.Limits);
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        Systems(problems, "systems", organisation.Systems, functions, names);
        Systems(problems, "templates", organisation.Templates, functions, names);
        var policies = new Dictionary<string, string>(StringComparer.Ordinal);
        Policies(problems, "policies", organisation.Policies, checks, policies, names.Keys);
        Policies(problems, "defaultPolicies", organisation.DefaultPolicies, checks, policies, null);
        return problems.Found;
    }

    private static void Limits(ValidationProblems problems, TaskLimits limits)
    {
        problems.Range("limits.corrections", limits.Corrections, 0, 100);
        problems.Range("limits.clarifications", limits.Clarifications, 0, 100);
        problems.Range("limits.costPerTask", limits.CostPerTask, 0m, HighestCost);
        Amount(problems, "limits.costPerAttempt", limits.CostPerAttempt);
        Amount(problems, "limits.costPerCall", limits.CostPerCall);
        Amount(problems, "limits.costTotal", limits.CostTotal);
        if (limits.PersonTimeoutMs is { } timeout)
        {
            Duration(problems, "limits.personTimeoutMs", timeout, TimeSpan.FromDays(365), "365d");
        }
    }

    private static void Systems(
        ValidationProblems problems, string path, IReadOnlyList<SystemSpecification> systems,
        CatalogueDescription? functions, Dictionary<string, string> names)
    {
        problems.Count(path, systems.Count, MostEntries);
        foreach (var (index, system) in systems.Index().Take(MostEntries))
        {
            var place = $"{path}[{index}]";
            Unique(problems, $"{place}.name", system.Name, names);
            SystemValidation.Check(problems, place, system, functions);
        }
    }

    private static void Policies(
        ValidationProblems problems, string path, IReadOnlyList<PolicySpecification> policies,
        CatalogueDescription? checks, Dictionary<string, string> names, IReadOnlyCollection<string>? systems)
    {
        problems.Count(path, policies.Count, MostEntries);
        foreach (var (index, policy) in policies.Index().Take(MostEntries))
        {
            var place = $"{path}[{index}]";
            Unique(problems, $"{place}.name", policy.Name, names);
            problems.Text($"{place}.rule", policy.Rule, LongestText);
            AppliesTo(problems, $"{place}.appliesTo", policy.AppliesTo, systems);
            if (policy.WhenVague is ReadingRule.MustAgree)
            {
                problems.Add($"{place}.whenVague", "found 'MustAgree'; expected strict or lenient");
            }

            problems.Count($"{place}.readings", policy.Readings.Count, 10);
            foreach (var (number, reading) in policy.Readings.Index().Take(10))
            {
                Check(problems, $"{place}.readings[{number}]", reading, checks);
            }
        }
    }

    private static void AppliesTo(
        ValidationProblems problems, string path, IReadOnlyList<string> appliesTo, IReadOnlyCollection<string>? systems)
    {
        if (systems is null && appliesTo.Count > 0)
        {
            problems.Add(path, "a default policy applies wherever no other does; expected no systems here (write it as a policy instead)");
            return;
        }

        foreach (var (index, name) in appliesTo.Index().Where(x => systems?.Contains(x.Item) == false))
        {
            problems.Add($"{path}[{index}]", $"no system or template is named '{ValidationProblems.Shown(name)}'"
                + Suggestion.For(name, systems!));
        }
    }

    private static void Check(ValidationProblems problems, string path, PolicyCheck check, CatalogueDescription? checks)
    {
        if (checks is null)
        {
            problems.Text($"{path}.check", check.Check, 100);
        }
        else if (checks.Items.FirstOrDefault(x => x.Name == check.Check) is { } item)
        {
            ParameterValidation.Check(problems, $"{path}.parameters", $"{path}.check", item, check.Parameters, []);
        }
        else
        {
            problems.Add($"{path}.check", $"unknown check '{ValidationProblems.Shown(check.Check)}'"
                + Suggestion.For(check.Check, checks.Items.Select(x => x.Name)));
        }
    }

    private static void Unique(ValidationProblems problems, string path, string name, Dictionary<string, string> names)
    {
        problems.Name(path, name);
        if (!names.TryAdd(name, path))
        {
            problems.Add(path, $"the name '{ValidationProblems.Shown(name)}' is taken by {names[name][..names[name].LastIndexOf('.')]}; expected another");
        }
    }

    internal static void Amount(ValidationProblems problems, string path, decimal? amount)
    {
        if (amount is { } given)
        {
            problems.Range(path, given, 0m, HighestCost);
        }
    }

    internal static void Duration(ValidationProblems problems, string path, long milliseconds, TimeSpan most, string shown)
    {
        if (milliseconds < 1 || milliseconds > most.TotalMilliseconds)
        {
            problems.Add(path, $"found {milliseconds} ms; expected more than 0, at most {shown}");
        }
    }

    internal const decimal HighestCost = 1_000_000m;
    internal const int LongestText = 4096;
    private const int MostEntries = 1000;
}
