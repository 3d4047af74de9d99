using System.Text.Json;

namespace Vsm.S5.Policy.State;

/// <summary>Whether two specifications say the same, whatever the order of their parameters.</summary>
internal static class Same
{
    public static bool As<T>(T one, T other) =>
        JsonElement.DeepEquals(JsonSerializer.SerializeToElement(one), JsonSerializer.SerializeToElement(other));
}
