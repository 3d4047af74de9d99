using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Vsm.Contracts.Tests;

/// <summary>What programs compile against: types and members with their names and types.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Every record has them.
    private static readonly HashSet<string> OfRecords = ["Equals", "GetHashCode", "ToString", "<Clone>$", "op_Equality", "op_Inequality"];

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(x => x.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type, full: true)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                text.Append("  ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type) => type.IsEnum
        ? Enum.GetNames(type).Select(x => string.Create(CultureInfo.InvariantCulture, $"{x} = {Convert.ToInt32(Enum.Parse(type, x), CultureInfo.InvariantCulture)}"))
        : type.GetFields(Declared).Select(x => $"{(x.IsLiteral ? "const " : "")}{Name(x.FieldType)} {x.Name}{(x.IsLiteral ? $" = {x.GetRawConstantValue()}" : "")}")
            .Concat(type.GetProperties(Declared).Select(Property))
            .Concat(type.GetMethods(Declared).Where(x => !x.IsSpecialName && !OfRecords.Contains(x.Name)).Select(Method))
            .Concat(type.GetConstructors(Declared).Where(x => x.GetParameters().Length > 0).Select(x => $"new({Parameters(x)})"));

    private static string Property(PropertyInfo property) =>
        $"{(property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "")}{(property.GetMethod!.IsStatic ? "static " : "")}"
        + $"{Name(property.PropertyType)}{(IsNullable(property) ? "?" : "")} {property.Name}";

    private static string Method(MethodInfo method) =>
        $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}({Parameters(method)})";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(x => $"{Name(x.ParameterType)} {x.Name}"));

    private static bool IsNullable(PropertyInfo property) =>
        !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ when type.GetMethod("<Clone>$") is not null => "record",
        _ => "class",
    };

    private static string Name(Type type, bool full = false)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Name(underlying)}?";
        }

        var name = (full ? type.FullName ?? type.Name : type.Name).Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(x => Name(x)))}>" : name;
    }
}
