using System.Text;
using Vsm.S1.Operations.Functions;

namespace Vsm.Chaos.Functions;

/// <summary>Leaves a line outside the system, as an agent's letter or payment would: doing it twice is not doing it once.</summary>
internal sealed class EffectFunction(string ledger) : PassingFunction("chaos-effect", "Leaves a line in a file for every run.")
{
    public override bool Idempotent => false;

    protected override Task ActAsync(FunctionContext context)
    {
        // One write at the end of the file: lines of several processes do not mix.
        using var file = new FileStream(ledger, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(Encoding.UTF8.GetBytes($"{context.TaskId} {context.Attempt}\n"));
        return Task.CompletedTask;
    }
}
