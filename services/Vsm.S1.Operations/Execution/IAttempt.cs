using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Execution;

/// <summary>One attempt of an agent at a task.</summary>
internal interface IAttempt
{
    /// <summary>The calls so far; also after a failure or a cancellation.</summary>
    IReadOnlyList<ToolCall> ToolCalls { get; }

    /// <summary>What was consumed so far.</summary>
    Usage Usage { get; }

    /// <returns>The output as text.</returns>
    Task<string> ExecuteAsync(CancellationToken cancellation);
}
