using System.Globalization;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Functions;

/// <summary>Finds everything that is wrong with an agent's steps before it is given work.</summary>
internal static class ConfigurationValidation
{
    public static IReadOnlyList<ConfigurationError> Validate(FunctionCatalogue catalogue, AgentConfiguration configuration)
    {
        if (configuration.Steps.Count == 0)
        {
            return [new ConfigurationError("steps", "An agent of kind 'function' needs at least one step.")];
        }

        var errors = new List<ConfigurationError>();
        var honoured = new Dictionary<string, CatalogueParameter>(StringComparer.Ordinal);
        for (var i = 0; i < configuration.Steps.Count; i++)
        {
            var step = configuration.Steps[i];
            if (!catalogue.TryFind(step.Function, out var function))
            {
                errors.Add(new($"steps[{i}].function", $"There is no function '{step.Function}'; there are: {string.Join(", ", catalogue.Names)}."));
                continue;
            }

            var parameters = PipelineParameters.OfStep(function, first: i == 0, last: i == configuration.Steps.Count - 1);
            errors.AddRange(CheckStep(i, step, parameters, configuration.Parameters));
            foreach (var parameter in parameters)
            {
                honoured.TryAdd(parameter.Name, parameter);
            }
        }

        var named = configuration.Steps.All(x => catalogue.TryFind(x.Function, out _));
        errors.AddRange(configuration.Parameters.SelectMany(x => honoured.TryGetValue(x.Key, out var parameter)
            ? CheckValue($"parameters.{x.Key}", parameter, x.Value)
            : named ? [new($"parameters.{x.Key}", $"No step honours it; honoured are: {string.Join(", ", honoured.Keys)}.")] : []));
        return errors.Count > 0 ? errors : TryOut(catalogue, configuration);
    }

    private static IEnumerable<ConfigurationError> CheckStep(
        int index, FunctionStep step, IReadOnlyList<CatalogueParameter> honoured, IReadOnlyDictionary<string, string> fixedParameters)
    {
        foreach (var (name, value) in step.Parameters)
        {
            var path = $"steps[{index}].parameters.{name}";
            if (honoured.FirstOrDefault(x => x.Name == name) is { } parameter)
            {
                foreach (var error in CheckValue(path, parameter, value))
                {
                    yield return error;
                }
            }
            else if (PipelineParameters.Contains(name))
            {
                var place = PipelineParameters.Input.Any(x => x.Name == name) ? "first" : "last";
                yield return new(path, $"It belongs to the {place} step of an agent.");
            }
            else
            {
                yield return new(path, $"'{step.Function}' has no such parameter; it has: {string.Join(", ", honoured.Select(x => x.Name))}.");
            }
        }

        foreach (var parameter in honoured.Where(x => x.Required && !step.Parameters.ContainsKey(x.Name) && !fixedParameters.ContainsKey(x.Name)))
        {
            yield return new($"steps[{index}].parameters.{parameter.Name}", $"'{step.Function}' needs it: {parameter.Description}");
        }
    }

    private static IEnumerable<ConfigurationError> CheckValue(string path, CatalogueParameter parameter, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return parameter.Required ? [new(path, "It is empty.")] : [];
        }

        try
        {
            var arguments = new FunctionArguments(new Dictionary<string, string> { [parameter.Name] = value });
            _ = parameter.Type switch
            {
                "integer" => arguments.Integer(parameter.Name, int.MinValue, int.MaxValue),
                "boolean" => arguments.Flag(parameter.Name),
                "pattern" => arguments.Pattern(parameter.Name),
                "number" when !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                    throw FunctionException.ForParameter(parameter.Name, $"'{value}' is not a number."),
                _ => (object?)null,
            };
            return [];
        }
        catch (FunctionException bad)
        {
            return [new(path, bad.Message)];
        }
    }

    /// <summary>
    /// Has every step read its arguments, as it would with records and as with lines; nothing is read from the streams. A step is wrong when it takes
    /// none of what can reach it.
    /// </summary>
    private static List<ConfigurationError> TryOut(FunctionCatalogue catalogue, AgentConfiguration configuration)
    {
        var errors = new List<ConfigurationError>();
        FunctionData[] both = [FunctionData.Of(AsyncEnumerable.Empty<Record>(), () => null), FunctionData.Of(AsyncEnumerable.Empty<Line>())];
        var reaching = both;
        var plans = StepPlan.Create(catalogue, configuration);
        for (var i = 0; i < plans.Count; i++)
        {
            var arguments = new FunctionArguments(plans[i].Arguments);
            var next = new List<FunctionData>();
            FunctionException? refusal = null;
            foreach (var input in reaching)
            {
                try
                {
                    next.Add(plans[i].Function.Run(input, new FunctionContext { Arguments = arguments, Task = "task" }));
                }
                catch (FunctionException bad)
                {
                    refusal = refusal?.Parameter is null ? bad : refusal;
                }
            }

            if (next.Count == 0)
            {
                errors.Add(Locate(configuration, i, refusal!));
            }

            reaching = next.Count == 0 ? both : [.. next];
        }

        try
        {
            OutputWriting.Check(new FunctionArguments(plans[^1].Arguments));
            PipelineRun.ReadFormat(plans[0]);
        }
        catch (FunctionException bad)
        {
            errors.Add(Locate(configuration, bad.Parameter == PipelineParameters.Format ? 0 : plans.Count - 1, bad));
        }

        return errors;
    }

    private static ConfigurationError Locate(AgentConfiguration configuration, int step, FunctionException bad) => bad.Parameter switch
    {
        null => new($"steps[{step}]", bad.Message),
        { } name when configuration.Parameters.ContainsKey(name) => new($"parameters.{name}", bad.Message),
        { } name => new($"steps[{step}].parameters.{name}", bad.Message),
    };
}
