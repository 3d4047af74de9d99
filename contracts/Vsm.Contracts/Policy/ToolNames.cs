namespace Vsm.Contracts.Policy;

/// <summary>The tools that System 1s with a model can be permitted to call.</summary>
public static class ToolNames
{
    /// <summary>Gives the task back to System 3.</summary>
    public const string Escalate = "escalate_tool";

    /// <summary>Files below a folder of the System 1's own.</summary>
    public const string FileSystem = "file_system_tool";

    /// <summary>Pages of hosts that the System 1 may reach.</summary>
    public const string WebFetch = "web_fetch_tool";

    /// <summary>The System 1s of the VSM instance.</summary>
    public const string ReadSystems = "read_systems_tool";

    /// <summary>The policies that a System 1 works under.</summary>
    public const string ReadSystemPolicies = "read_system_policies_tool";

    /// <summary>What each is for, as prompts and people are told.</summary>
    public static IReadOnlyDictionary<string, string> Descriptions { get; } = new Dictionary<string, string>
    {
        [Escalate] = "gives the task back to System 3 with a reason, which ends your work on it (needs write)",
        [FileSystem] = "lists and reads (read), or writes (write) files below your folder",
        [WebFetch] = "fetches a page or document from a host that you may reach (needs read)",
        [ReadSystems] = "lists the System 1s of this organisation with their permissions (needs read)",
        [ReadSystemPolicies] = "lists the policies of the team and of one System 1 (needs read)",
    };
}
