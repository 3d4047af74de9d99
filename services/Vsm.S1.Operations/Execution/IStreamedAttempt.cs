namespace Vsm.S1.Operations.Execution;

/// <summary>Takes a piece of an output.</summary>
internal delegate ValueTask WriteText(string text, CancellationToken cancellation);

/// <summary>An attempt that gives its output piece by piece, so that it may be larger than memory should grow.</summary>
internal interface IStreamedAttempt : IAttempt
{
    /// <summary>Works, and writes the output as it comes.</summary>
    Task WriteAsync(WriteText write, CancellationToken cancellation);
}
