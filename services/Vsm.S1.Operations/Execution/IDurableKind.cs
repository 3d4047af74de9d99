using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Execution;

/// <summary>
/// A kind of agents that wait for others for long, and pay them. Their attempts are stored and done outside of the command's delivery, by whichever process
/// has room, and another goes on where one ended.
/// </summary>
internal interface IDurableKind : IAgentKind
{
    /// <summary>One attempt at a task, whose calls are recorded; nothing is read until it is executed.</summary>
    IAttempt Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open, CallRecord? record);

    IAttempt IAgentKind.Prepare(AgentConfiguration configuration, AssignTaskMessage task, OpenContent open) => Prepare(configuration, task, open, null);
}
