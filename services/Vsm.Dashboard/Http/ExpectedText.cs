using System.Text.Json;

namespace Vsm.Dashboard.Http;

/// <summary>What to tell people who wrote something else than a type takes.</summary>
internal static class ExpectedText
{
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => "one of " + string.Join(", ", Enum.GetValuesAsUnderlyingType(type).Cast<object>()
                .Select(x => JsonSerializer.Serialize(Enum.ToObject(type, x), type).Trim('"'))),
            _ when type == typeof(string) => "a text",
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when type == typeof(decimal) || type == typeof(double) => "a number",
            _ when type == typeof(Guid) => "a GUID",
            _ when type == typeof(DateTimeOffset) => "a time such as 2026-01-31T12:00:00Z",
            _ when type == typeof(Uri) => "an address",
            _ => "another kind of value",
        };
    }
}
