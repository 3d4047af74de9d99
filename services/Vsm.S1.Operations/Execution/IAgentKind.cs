using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Execution;

/// <summary>How agents of a kind work.</summary>
internal interface IAgentKind
{
    /// <summary>As configurations name it.</summary>
    string Kind { get; }

    /// <summary>Everything that is wrong with an agent's configuration; none: it can work.</summary>
    IReadOnlyList<ConfigurationError> Validate(AgentConfiguration configuration);

    /// <summary>The parameters of the agent's configuration that it honours; a correction can set these and no others.</summary>
    IReadOnlyList<string> HonouredParameters(AgentConfiguration configuration);

    /// <summary>Whether an attempt may be run again as if it had not been run before. Others are stored, and done outside of the command's delivery.</summary>
    bool IsIdempotent(AgentConfiguration configuration);

    /// <summary>One attempt at a task; nothing is read until it is executed.</summary>
    IAttempt Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open);
}
