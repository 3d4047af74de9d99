using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Functions;

/// <summary>One step with the arguments that it runs with.</summary>
internal sealed record StepPlan(IAgentFunction Function, IReadOnlyDictionary<string, string> Arguments)
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>Function defaults, then the task's, the step's and the agent's parameters, of which the later win; only what the step honours.</summary>
    public static IReadOnlyList<StepPlan> Create(
        FunctionCatalogue catalogue, AgentConfiguration configuration, IReadOnlyDictionary<string, string>? task = null)
    {
        if (configuration.Steps.Count == 0)
        {
            throw new FunctionException($"The agent '{configuration.Name}' has no steps: give it at least one function.");
        }

        return [.. configuration.Steps.Select((step, i) =>
        {
            if (!catalogue.TryFind(step.Function, out var function))
            {
                throw new FunctionException($"There is no function '{step.Function}'; there are: {string.Join(", ", catalogue.Names)}.");
            }

            var honoured = PipelineParameters.OfStep(function, first: i == 0, last: i == configuration.Steps.Count - 1);
            return new StepPlan(function, Resolve(honoured, task ?? None, step.Parameters, configuration.Parameters));
        })];
    }

    private static Dictionary<string, string> Resolve(
        IReadOnlyList<CatalogueParameter> honoured, params ReadOnlySpan<IReadOnlyDictionary<string, string>> layers)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in honoured)
        {
            var value = parameter.Default;
            foreach (var layer in layers)
            {
                value = layer.TryGetValue(parameter.Name, out var set) ? set : value;
            }

            if (value is not null)
            {
                arguments[parameter.Name] = value;
            }
        }

        return arguments;
    }
}
