using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;

namespace Vsm.S1.Operations.Functions;

/// <summary>Runs the steps of agents of kind <c>function</c>, and says beforehand whether they can be run.</summary>
internal sealed class FunctionPipeline(FunctionCatalogue catalogue, TimeProvider clock) : IAgentKind
{
    public string Kind => "function";

    IAttempt IAgentKind.Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open) => Prepare(configuration, task, open);

    /// <summary>One attempt at a task; nothing is read until it is executed.</summary>
    public PipelineRun Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open) =>
        new(catalogue, configuration, task, open, clock);

    /// <summary>Everything that is wrong with an agent's steps and parameters; none: it can be run.</summary>
    public IReadOnlyList<ConfigurationError> Validate(AgentConfiguration configuration) =>
        ConfigurationValidation.Validate(catalogue, configuration);

    /// <summary>The parameters of the agent's configuration that its steps honour; a correction can set these and no others.</summary>
    public IReadOnlyList<string> HonouredParameters(AgentConfiguration configuration) =>
        [.. configuration.Steps
            .SelectMany((step, i) => catalogue.TryFind(step.Function, out var function)
                ? PipelineParameters.OfStep(function, first: i == 0, last: i == configuration.Steps.Count - 1)
                : [])
            .Select(x => x.Name)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    /// <summary>Whether an attempt that was interrupted may be run again.</summary>
    public bool IsIdempotent(AgentConfiguration configuration) =>
        configuration.Steps.All(x => catalogue.TryFind(x.Function, out var function) && function.Idempotent);
}
