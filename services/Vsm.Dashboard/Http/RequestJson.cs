using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Vsm.Dashboard.Http;

/// <summary>Reads a request's JSON, and finds all that is wrong with its shape at once, each with its path.</summary>
internal static class RequestJson
{
    public const int MostProblems = 50;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = RequestLimits.JsonDepth,
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = RequestLimits.JsonDepth, AllowDuplicateProperties = false };

    /// <summary>The value, or what is wrong.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> body, out IReadOnlyList<(string Path, string Message)> problems)
        where T : class
    {
        var found = new List<(string, string)>();
        problems = found;
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            Check(document.RootElement, Options.GetTypeInfo(typeof(T)), "", found);
            return found.Count == 0 ? document.RootElement.Deserialize<T>(Options) : null;
        }
        catch (JsonException exception)
        {
            found.Add(("", exception.LineNumber is { } line
                ? $"is not JSON that can be read, at line {line + 1}, position {exception.BytePositionInLine + 1}: {Reason(exception)}"
                : $"is not JSON that can be read: {Reason(exception)}"));
            return null;
        }
    }

    private static string Reason(JsonException exception) =>
        exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is var end and >= 0 ? exception.Message[..end] : exception.Message;

    private static void Check(JsonElement element, JsonTypeInfo type, string path, List<(string Path, string Message)> found)
    {
        if (found.Count >= MostProblems)
        {
            return;
        }

        switch (type.Kind, element.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                CheckMembers(element, type, path, found);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    CheckItem(item, type.ElementType!, $"{path}[{index}]", found);
                }

                break;
            case (JsonTypeInfoKind.Dictionary, JsonValueKind.Object):
                foreach (var item in element.EnumerateObject())
                {
                    CheckItem(item.Value, type.ElementType!, Below(path, item.Name), found);
                }

                break;
            case (JsonTypeInfoKind.None, _):
                CheckLeaf(element, type, path, found);
                break;
            default:
                found.Add((path, type.Kind == JsonTypeInfoKind.Enumerable ? "is no list; expected [...]" : "is no object; expected {...}"));
                break;
        }
    }

    private static void CheckMembers(JsonElement element, JsonTypeInfo type, string path, List<(string Path, string Message)> found)
    {
        foreach (var member in element.EnumerateObject())
        {
            var place = Below(path, member.Name);
            var property = type.Properties.FirstOrDefault(x => x.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                found.Add((place, $"is unknown; expected one of {string.Join(", ", type.Properties.Select(x => x.Name))}"));
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Check(member.Value, Options.GetTypeInfo(property.PropertyType), place, found);
            }
            else if (!property.IsSetNullable || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null))
            {
                found.Add((place, "is null; expected a value, or to be left out"));
            }
        }

        found.AddRange(type.Properties
            .Where(x => x.IsRequired && !element.EnumerateObject().Any(m => m.Name.Equals(x.Name, StringComparison.OrdinalIgnoreCase)))
            .Select(x => (Below(path, x.Name), "is missing")));
    }

    private static void CheckItem(JsonElement item, Type type, string path, List<(string Path, string Message)> found)
    {
        if (item.ValueKind == JsonValueKind.Null)
        {
            found.Add((path, "is null; expected a value"));
        }
        else
        {
            Check(item, Options.GetTypeInfo(type), path, found);
        }
    }

    private static void CheckLeaf(JsonElement element, JsonTypeInfo type, string path, List<(string Path, string Message)> found)
    {
        try
        {
            var value = element.Deserialize(type);
            if (value is not Enum || Enum.IsDefined(value.GetType(), value))
            {
                return;
            }
        }
        catch (JsonException)
        {
        }

        found.Add((path, $"'{Text.Cut(element.ToString(), 80)}' cannot be read; expected {ExpectedText.Of(type.Type)}"));
    }

    private static string Below(string path, string name) => path.Length == 0 ? Text.Cut(name, 80) : $"{path}.{Text.Cut(name, 80)}";
}
