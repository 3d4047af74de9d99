using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.S5.Policy.State;

/// <summary>What has to fit into a message, with room for the rest of it.</summary>
internal static class Bounds
{
    public const int MaxBytes = 160 * 1024;

    /// <summary>What of the change is too large to be told to others; null when it all fits.</summary>
    public static string? Exceeded(VsmChange change)
    {
        if (change.PolicySetChanged && Length(change.State.PolicySet) is > MaxBytes and var length)
        {
            return $"The policies have {length} bytes together; at most {MaxBytes} can be in force at once. "
                + "Let a policy apply to the whole team where it names many systems, or shorten schemas and rules.";
        }

        return change.Systems.FirstOrDefault(x => Length(x.Configuration) > MaxBytes) is { } system
            ? $"System '{system.Name}' has a configuration of {Length(system.Configuration)} bytes; at most {MaxBytes} are allowed."
            : null;
    }

    /// <summary>Bytes of a configuration as JSON.</summary>
    public static int Length(AgentConfiguration configuration) => LengthOf(configuration);

    /// <summary>Bytes of a policy set as JSON.</summary>
    public static int Length(PolicySet policies) => LengthOf(policies);

    private static int LengthOf<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, JournalJson.Options).Length;
}
