using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Record;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Models;

/// <summary>Agents of kind <c>llm</c>: their task goes to a model, under the system prompt of their configuration.</summary>
internal sealed class ModelAgents(
    ChatClients models, ModelPrices prices, ToolBox tools, Effects effects, IOptions<ToolOptions> options, OperationsMetrics metrics, TimeProvider clock,
    ILogger<ToolRunner> logger) : IDurableKind
{
    private static readonly string[] Names = [.. ModelParameters.All.Select(x => x.Name).Order(StringComparer.Ordinal)];
    private static readonly Dictionary<string, string> None = [];

    public string Kind => "llm";

    public IReadOnlyList<ConfigurationError> Validate(AgentConfiguration configuration) => [.. Errors(configuration)];

    public IReadOnlyList<string> HonouredParameters(AgentConfiguration configuration) => Names;

    /// <summary>An answer is paid for: a copy of the command must not buy it again.</summary>
    public bool IsIdempotent(AgentConfiguration configuration) => false;

    public IAttempt Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open, CallRecord? record)
    {
        var log = new AttemptLog(clock, record);
        var allowance = new Allowance(prices, task.Allowance, task.CallLimit, configuration.CostPerTask) { Asker = $"{configuration.Vsm}/{configuration.AgentId}" };
        allowance.Carry((record?.Spent ?? new Usage()).AsSpending());
        return new ModelAttempt(
            new ModelCalls(models, allowance, configuration, log),
            async cancel => await tools.FindAsync(configuration, cancel) is var found
                ? (new ToolRunner(found.Tools, configuration, task, log, effects, options.Value, metrics, clock, logger), found.Missing) : default,
            log, configuration, task, open, options.Value.MostCalls);
    }

    private IEnumerable<ConfigurationError> Errors(AgentConfiguration agent)
    {
        if (models.Problem(agent.Model) is { } problem)
        {
            yield return new ConfigurationError("model", problem);
        }

        if (agent.Steps.Count > 0)
        {
            yield return new ConfigurationError("steps", $"An agent of kind '{agent.Kind}' has no steps.");
        }

        if (SystemPrompt.TooLong(agent) is { } tooLong)
        {
            yield return new ConfigurationError("prompt", $"{char.ToUpperInvariant(tooLong[0])}{tooLong[1..]}.");
        }

        foreach (var unknown in agent.Parameters.Keys.Except(Names))
        {
            yield return new ConfigurationError($"parameters.{unknown}", $"An agent of kind '{agent.Kind}' honours {string.Join(", ", Names)}.");
        }

        foreach (var error in tools.Validate(agent))
        {
            yield return error;
        }

        if (BadValue(agent) is { } bad)
        {
            yield return bad;
        }
    }

    private static ConfigurationError? BadValue(AgentConfiguration agent)
    {
        try
        {
            ModelParameters.Read(agent, None);
            return null;
        }
        catch (FunctionException bad)
        {
            return new ConfigurationError(bad.Parameter is null ? "parameters" : $"parameters.{bad.Parameter}", bad.Message);
        }
    }
}
