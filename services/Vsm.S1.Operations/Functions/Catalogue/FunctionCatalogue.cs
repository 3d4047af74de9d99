using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>All functions that agents can call, by name.</summary>
internal sealed class FunctionCatalogue(IEnumerable<IAgentFunction> functions)
{
    private readonly FrozenDictionary<string, IAgentFunction> _functions = functions.ToFrozenDictionary(x => x.Description.Name, StringComparer.Ordinal);

    /// <summary>The functions of this assembly.</summary>
    public static FunctionCatalogue BuiltIn { get; } = FromAssembly(typeof(FunctionCatalogue).Assembly);

    public IEnumerable<string> Names => _functions.Keys.Order(StringComparer.Ordinal);

    public static FunctionCatalogue FromAssembly(Assembly assembly) => new(assembly.GetTypes()
        .Where(x => x is { IsClass: true, IsAbstract: false } && x.IsAssignableTo(typeof(IAgentFunction)))
        .Select(x => (IAgentFunction)Activator.CreateInstance(x)!));

    public bool TryFind(string name, [NotNullWhen(true)] out IAgentFunction? function) => _functions.TryGetValue(name, out function);

    /// <summary>Every function with all parameters that may stand at a step of it.</summary>
    public CatalogueDescription Describe() => new()
    {
        Name = "functions",
        Items = [.. Names.Select(x => _functions[x].Description with { Parameters = PipelineParameters.OfStep(_functions[x], first: true, last: true) })],
    };
}
