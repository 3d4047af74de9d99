using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Agents;

/// <summary>
/// A retired agent is kept as a last configuration that none is newer than, so that an earlier one that comes late, here or at another replica, does
/// not bring it back.
/// </summary>
internal static class Retirement
{
    private const int LastVersion = int.MaxValue;

    public static AgentConfiguration LastConfiguration(this SystemRetired retired) => new()
    {
        AgentId = retired.AgentId,
        Vsm = retired.Vsm,
        Number = retired.Number,
        Name = retired.Name,
        Kind = "function",
        Version = LastVersion,
    };

    public static bool IsRetired(this AgentConfiguration configuration) => configuration.Version == LastVersion;
}
