using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Asks the person at the terminal what to do with a task that waits.</summary>
internal interface IPersonPrompt
{
    /// <summary>The answer; null leaves the task waiting.</summary>
    Task<DecisionRequest?> Ask(TaskView task, string userName, CancellationToken cancellation);
}
