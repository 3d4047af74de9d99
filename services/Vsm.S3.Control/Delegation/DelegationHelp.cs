using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Vsm.Advice;

namespace Vsm.S3.Control.Delegation;

/// <summary>When a model helps to delegate, section <c>Vsm:Models:Delegation</c>, beside who and what it may cost.</summary>
internal sealed class DelegationHelpOptions
{
    /// <summary>System 1s whose scores are so close to the best tie with it.</summary>
    [Range(0.0, 1.0)]
    public double TieMargin { get; set; } = 0.05;
}

[OptionsValidator]
internal sealed partial class DelegationHelpOptionsValidator : IValidateOptions<DelegationHelpOptions>;

/// <summary>Whether a model is asked about a task: once for each attempt, and only where one is named.</summary>
internal sealed class DelegationHelp(IOptionsMonitor<AdviceOptions> models, IOptions<DelegationHelpOptions> options)
{
    public const string Function = "Delegation";

    public bool IsOn => !string.IsNullOrEmpty(models.Get(Function).Model);

    /// <summary>The System 1s that tie, where a model is to choose; none where routing decides.</summary>
    public IReadOnlyList<Candidate> Tied(TaskNeeds task, AgentIndex agents, ITaskRouter router) =>
        Delegator.Tied(task, agents, router, options.Value.TieMargin);
}
