using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vsm.Contracts.Tests;

/// <summary>Makes instances whose values follow from the names of their members alone, so that they are the same in every run.</summary>
internal static class Filler
{
    /// <summary>An instance with every member set to something that is not its default.</summary>
    public static object Full(Type type) => Fill(type, type.GetProperties().Where(x => x.CanWrite));

    /// <summary>An instance with the required members alone.</summary>
    public static object Minimal(Type type) => Fill(type, WireTypes.Required(type));

    private static object Fill(Type type, IEnumerable<PropertyInfo> members)
    {
        var instance = Activator.CreateInstance(type)!;
        foreach (var member in members)
        {
            member.SetValue(instance, Value(member.PropertyType, member.Name));
        }

        return instance;
    }

    private static object Value(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => $"a {name}",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => 7,
            _ when type == typeof(long) => 8_000_000_000,
            _ when type == typeof(double) => 0.625,
            _ when type == typeof(decimal) => 12.50m,
            _ when type == typeof(Guid) => Id(name),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 14, 9, 26, 53, 589, TimeSpan.FromHours(1)),
            _ when type == typeof(Uri) => new Uri($"queue:{name.ToLowerInvariant()}"),
            _ when type == typeof(JsonElement) => JsonElement.Parse("""{"any":["json",1]}"""),
            { IsEnum: true } => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!,
            { IsGenericType: true } => Collection(type, name),
            _ when type.Assembly == WireTypes.Contracts => Full(type),
            _ => throw new NotSupportedException($"{name} is a {type}; say here how it is filled."),
        };
    }

    private static object Collection(Type type, string name)
    {
        var items = type.GetGenericArguments();
        if (items is [var key, var value])
        {
            var dictionary = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
            dictionary.Add(Value(key, $"{name} key"), Value(value, $"{name} value"));
            return dictionary;
        }

        var list = Array.CreateInstance(items[0], 1);
        list.SetValue(Value(items[0], name), 0);
        return list;
    }

    private static Guid Id(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
