namespace Vsm.Cli.Organisation;

/// <summary>The keys of an organisation file, a list per kind of mapping; the published JSON schema has the same.</summary>
internal static class OrganisationKeys
{
    public static IReadOnlyList<string> Organisation { get; } =
        ["name", "vsm", "purpose", "systems", "policies", "default_policies", "templates", "limits", "tasks"];

    public static IReadOnlyList<string> System { get; } =
    [
        "name", "description", "kind", "model", "capabilities", "steps", "parameters", "permissions", "tools",
        "max_concurrent_tasks", "task_timeout", "cost_per_task", "cost_total", "prompt",
    ];

    public static IReadOnlyList<string> Tools { get; } = ["file_root", "web_hosts", "mcp_servers"];

    public static IReadOnlyList<string> McpServer { get; } = ["name", "command", "arguments", "environment", "url"];

    public static IReadOnlyList<string> Prompt { get; } =
        ["identity", "values", "boundaries", "domain_facts", "interaction_style", "edge_cases", "escalation", "response_structure"];

    public static IReadOnlyList<string> Capability { get; } = ["name", "type", "version", "parameters", "constraints"];

    public static IReadOnlyList<string> Policy { get; } = ["name", "rule", "applies_to", "check", "readings", "when_vague"];

    public static IReadOnlyList<string> Limits { get; } = ["corrections", "clarifications", "cost_per_call", "cost_per_attempt", "cost_per_task", "cost_total", "person_timeout"];

    public static IReadOnlyList<string> Task { get; } =
    [
        "content", "files", "parameters", "requires", "assignee", "task_type", "priority", "deadline", "cost_limit",
    ];

    /// <summary>The key that names the function of a step; all other keys of the mapping are its parameters.</summary>
    public const string Function = "function";

    /// <summary>The key that names the check of a policy; all other keys of the mapping are its parameters.</summary>
    public const string Type = "type";
}
