using Vsm.S1.Operations.Functions;

namespace Vsm.Chaos.Functions;

/// <summary>System 1's functions, and those that misbehave.</summary>
internal static class ChaosCatalogue
{
    public static FunctionCatalogue Create(string ledger) => new([.. BuiltIn(), new EffectFunction(ledger), new ThrowingFunction(), new HangingFunction()]);

    private static IEnumerable<IAgentFunction> BuiltIn()
    {
        foreach (var name in FunctionCatalogue.BuiltIn.Names)
        {
            if (FunctionCatalogue.BuiltIn.TryFind(name, out var function))
            {
                yield return function;
            }
        }
    }
}
