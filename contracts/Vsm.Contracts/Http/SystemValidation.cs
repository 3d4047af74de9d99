using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Contracts.Http;

/// <summary>Says what is wrong with one System 1, or a template for one.</summary>
internal static class SystemValidation
{
    public static void Check(ValidationProblems problems, string path, SystemSpecification system, CatalogueDescription? functions)
    {
        problems.OneOf($"{path}.kind", system.Kind, OrganisationNames.Kinds);
        if (system.Kind == "function" && system.Steps.Count == 0)
        {
            problems.Add($"{path}.steps", "a system of kind function needs at least one step");
        }
        else if (system.Kind != "function" && system.Steps.Count > 0 && OrganisationNames.Kinds.Contains(system.Kind))
        {
            problems.Add($"{path}.steps", $"a system of kind {ValidationProblems.Shown(system.Kind)} has no steps; expected kind function");
        }

        Model(problems, path, system);
        Capabilities(problems, path, system);
        ToolValidation.Check(problems, path, system);

        problems.Range($"{path}.costPerTask", system.CostPerTask, 0m, OrganisationValidation.HighestCost);
        OrganisationValidation.Amount(problems, $"{path}.costTotal", system.CostTotal);
        if (system.MaxConcurrentTasks is { } tasks)
        {
            problems.Range($"{path}.maxConcurrentTasks", tasks, 1, 1000);
        }

        if (system.TaskTimeoutMs is { } timeout)
        {
            OrganisationValidation.Duration(problems, $"{path}.taskTimeoutMs", timeout, TimeSpan.FromDays(1), "24h");
        }

        Steps(problems, path, system, functions);
    }

    private static void Model(ValidationProblems problems, string path, SystemSpecification system)
    {
        if (system.Kind is not ("llm" or "mcp"))
        {
            if (system.Prompt is not null && OrganisationNames.Kinds.Contains(system.Kind))
            {
                problems.Add($"{path}.prompt", $"a system of kind {system.Kind} has no prompt; expected kind llm");
            }

            return;
        }

        if (!OrganisationNames.IsModel(system.Model))
        {
            problems.Add($"{path}.model", string.IsNullOrWhiteSpace(system.Model)
                ? $"a system of kind {system.Kind} needs a model; expected {OrganisationNames.ModelExpected}"
                : $"'{ValidationProblems.Shown(system.Model)}' is not a model; expected {OrganisationNames.ModelExpected}");
        }

        if (SystemPrompt.TooLong(system) is { } tooLong)
        {
            problems.Add($"{path}.prompt", tooLong);
        }
    }

    private static void Capabilities(ValidationProblems problems, string path, SystemSpecification system)
    {
        problems.Count($"{path}.capabilities", system.Capabilities.Count, 100);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, capability) in system.Capabilities.Index().Take(100))
        {
            var place = $"{path}.capabilities[{index}].name";
            if (!OrganisationNames.IsCapability(capability.Name))
            {
                problems.Add(place, $"'{ValidationProblems.Shown(capability.Name)}' is not a capability; expected {OrganisationNames.CapabilityExpected}");
            }
            else if (!seen.Add(capability.Name))
            {
                problems.Add(place, $"the capability '{capability.Name}' is listed twice; expected it once");
            }
        }
    }

    private static void Steps(ValidationProblems problems, string path, SystemSpecification system, CatalogueDescription? functions)
    {
        problems.Count($"{path}.steps", system.Steps.Count, 50);
        if (functions is null)
        {
            foreach (var (index, step) in system.Steps.Index())
            {
                problems.Text($"{path}.steps[{index}].function", step.Function, 100);
            }

            return;
        }

        var used = new List<CatalogueItem>();
        foreach (var (index, step) in system.Steps.Index().Take(50))
        {
            var place = $"{path}.steps[{index}]";
            if (functions.Items.FirstOrDefault(x => x.Name == step.Function) is { } item)
            {
                used.Add(item);
                ParameterValidation.Check(problems, $"{place}.parameters", $"{place}.function", item, step.Parameters, system.Parameters.Keys);
            }
            else
            {
                problems.Add($"{place}.function", $"unknown function '{ValidationProblems.Shown(step.Function)}'"
                    + Suggestion.For(step.Function, functions.Items.Select(x => x.Name)));
            }
        }

        // An unknown function may be the one that takes the parameter, so it is not called unknown too.
        if (used.Count == system.Steps.Count && used.Count > 0)
        {
            Fixed(problems, path, system, used);
        }
    }

    private static void Fixed(ValidationProblems problems, string path, SystemSpecification system, List<CatalogueItem> used)
    {
        var known = used.SelectMany(x => x.Parameters).ToLookup(x => x.Name);
        foreach (var (name, value) in system.Parameters)
        {
            if (known[name].FirstOrDefault() is { } parameter)
            {
                ParameterValidation.Value(problems, $"{path}.parameters.{name}", parameter, value);
            }
            else
            {
                problems.Add($"{path}.parameters.{name}", $"none of its functions has a parameter '{ValidationProblems.Shown(name)}'"
                    + Suggestion.For(name, known.Select(x => x.Key)));
            }
        }
    }
}
