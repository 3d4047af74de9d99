using Vsm.S1.Operations.Functions;

namespace Vsm.Chaos.Functions;

/// <summary>Hangs one time in four, until it is told to stop.</summary>
internal sealed class HangingFunction() : PassingFunction("chaos-hang", "Hangs one time in four.")
{
    protected override Task ActAsync(FunctionContext context) =>
        Random.Shared.Next(4) == 0 ? new TaskCompletionSource().Task.WaitAsync(context.Cancellation) : Task.CompletedTask;
}
