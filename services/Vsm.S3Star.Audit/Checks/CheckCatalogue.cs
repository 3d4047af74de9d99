using System.Collections.Frozen;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.S3Star.Audit.Checks;

/// <summary>The checks that this version of 3* knows.</summary>
internal sealed class CheckCatalogue(IEnumerable<IPolicyCheck> checks)
{
    private readonly FrozenDictionary<string, IPolicyCheck> _checks = checks.ToFrozenDictionary(x => x.Description.Name, StringComparer.Ordinal);

    public static CheckCatalogue BuiltIn { get; } = new(typeof(CheckCatalogue).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IPolicyCheck)))
        .Select(type => (IPolicyCheck)Activator.CreateInstance(type)!));

    public IPolicyCheck? Find(string name) => _checks.GetValueOrDefault(name);

    /// <summary>What is wrong with a check of a policy; nothing when it can be judged by.</summary>
    public IReadOnlyList<string> Validate(PolicyCheck check) => Find(check.Check) is { } found
        ? found.Validate(check.Parameters)
        : [$"There is no check '{Text.Cut(check.Check, 60)}'; known are {Text.List(_checks.Keys.Order(StringComparer.Ordinal))}."];

    public CatalogueDescription Describe() => new()
    {
        Name = "checks",
        Items = [.. _checks.Values.Select(x => x.Description).OrderBy(x => x.Name, StringComparer.Ordinal)],
    };
}
