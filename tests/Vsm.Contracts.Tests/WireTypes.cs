using System.Reflection;
using System.Runtime.CompilerServices;
using Vsm.Contracts.Http;

namespace Vsm.Contracts.Tests;

/// <summary>What crosses the wire: every public record of the contracts, messages and the parts they are made of.</summary>
internal static class WireTypes
{
    public static Assembly Contracts { get; } = typeof(VsmInstance).Assembly;

    public static IReadOnlyList<Type> All { get; } =
        [.. Contracts.GetExportedTypes().Where(IsRecord).Select(Closed).OrderBy(NameOf, StringComparer.Ordinal)];

    /// <summary>Names the test cases and the snapshots.</summary>
    public static IEnumerable<TestCaseData> Cases() => All.Select(x => new TestCaseData(x).SetArgDisplayNames(NameOf(x)["Vsm.Contracts.".Length..]));

    public static string NameOf(Type type)
    {
        var name = type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;
        return name.Split('`')[0];
    }

    /// <summary>The members that JSON has to have.</summary>
    public static IEnumerable<PropertyInfo> Required(Type type) =>
        type.GetProperties().Where(x => x.IsDefined(typeof(RequiredMemberAttribute)));

    private static bool IsRecord(Type type) => type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is not null;

    private static Type Closed(Type type) => type.IsGenericTypeDefinition ? type.MakeGenericType(typeof(TaskView)) : type;
}
