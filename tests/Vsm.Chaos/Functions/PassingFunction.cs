using System.Runtime.CompilerServices;
using Vsm.Contracts.Dashboard;
using Vsm.S1.Operations.Functions;

namespace Vsm.Chaos.Functions;

/// <summary>Passes on its input, after something that goes on or goes wrong.</summary>
internal abstract class PassingFunction(string name, string description) : IAgentFunction
{
    public CatalogueItem Description { get; } = new() { Name = name, Description = description };

    public virtual bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context) =>
        FunctionData.Of(PassAsync(input.RequireLines(Description.Name), context, context.Cancellation));

    protected abstract Task ActAsync(FunctionContext context);

    private async IAsyncEnumerable<Line> PassAsync(Lines lines, FunctionContext context, [EnumeratorCancellation] CancellationToken cancel)
    {
        await ActAsync(context);
        await foreach (var line in lines.Items.WithCancellation(cancel))
        {
            yield return line;
        }
    }
}
