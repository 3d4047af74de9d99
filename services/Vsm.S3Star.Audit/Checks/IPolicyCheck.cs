using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>
/// One way to judge a result without a model. A new check is one class with a parameterless constructor; the catalogue finds it.
/// A check holds no state: many results are judged at once.
/// </summary>
internal interface IPolicyCheck
{
    CatalogueItem Description { get; }

    /// <summary>What is wrong with the parameters; nothing when they can be judged by.</summary>
    IReadOnlyList<string> Validate(IReadOnlyDictionary<string, string> parameters) => ParameterRules.Errors(Description, parameters);

    /// <summary>The change of the agent's configuration that keeps the rule, for parameters that are valid.</summary>
    Remedy? RemedyFor(IReadOnlyDictionary<string, string> parameters) => null;

    /// <summary>How the check reads the rule, without a full stop: "at most 3 sentences".</summary>
    string ReadAs(IReadOnlyDictionary<string, string> parameters);

    /// <summary>Judges the packet by parameters that are valid.</summary>
    ValueTask<CheckResult> JudgeAsync(CasePacket packet, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken);
}
