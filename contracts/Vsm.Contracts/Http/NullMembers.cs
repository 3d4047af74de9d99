using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace Vsm.Contracts.Http;

/// <summary>Finds nulls where the type says there are none: JSON can hold them anywhere, and what follows relies on the type.</summary>
internal static class NullMembers
{
    public static void Find(ValidationProblems problems, string path, object value)
    {
        switch (value)
        {
            case string:
                break;
            case IReadOnlyDictionary<string, string> map:
                foreach (var (key, entry) in map)
                {
                    Check(problems, $"{path}.{key}", entry, mayBeNull: false);
                }

                break;
            case IEnumerable list:
                foreach (var (index, item) in list.Cast<object?>().Index())
                {
                    Check(problems, $"{path}[{index}]", item, mayBeNull: false);
                }

                break;
            default:
                Members(problems, path, value);
                break;
        }
    }

    private static void Members(ValidationProblems problems, string path, object value)
    {
        var nullability = new NullabilityInfoContext();
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(x => !x.PropertyType.IsValueType && x.CanWrite))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var mayBeNull = nullability.Create(property).ReadState == NullabilityState.Nullable;
            Check(problems, path.Length == 0 ? name : $"{path}.{name}", property.GetValue(value), mayBeNull);
        }
    }

    private static void Check(ValidationProblems problems, string path, object? value, bool mayBeNull)
    {
        if (value is null && !mayBeNull)
        {
            problems.Add(path, "is null; expected a value");
        }
        else if (value is not (null or Uri))
        {
            Find(problems, path, value);
        }
    }
}
