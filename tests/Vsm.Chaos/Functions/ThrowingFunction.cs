using Vsm.S1.Operations.Functions;

namespace Vsm.Chaos.Functions;

/// <summary>Throws one time in four: half of these are errors that another try may not meet, half are errors that nobody thought of.</summary>
internal sealed class ThrowingFunction() : PassingFunction("chaos-throw", "Throws one time in four.")
{
    protected override Task ActAsync(FunctionContext context) => Random.Shared.Next(8) switch
    {
        0 => throw new IOException("The line to the data was lost."),
        1 => throw new InvalidOperationException("Nobody thought of this."),
        _ => Task.CompletedTask,
    };
}
