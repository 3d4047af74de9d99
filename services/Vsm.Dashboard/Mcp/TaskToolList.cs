using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace Vsm.Dashboard.Mcp;

/// <summary>The tools as clients are told of them. Their arguments are named as the API names its members.</summary>
internal static class TaskToolList
{
    public const string Submit = "submit_task";
    public const string Get = "get_task";
    public const string List = "list_tasks";
    public const string Agents = "list_agents";
    public const string Wait = "waitSeconds";
    public const string Key = "idempotencyKey";

    private const string Vsm = """
        "vsm": { "type": "string", "description": "The VSM instance; root where it is left out." }
        """;

    private const string Waiting = """
        "waitSeconds": { "type": "integer", "minimum": 0, "maximum": 300, "description": "How long to wait for the task's end, or until only a person can go on. 0: not." }
        """;

    private const string Paging = """
        "limit": { "type": "integer", "minimum": 1, "description": "How many at most." },
        "after": { "type": "string", "description": "Goes on after a page: what that page calls next." }
        """;

    public static IReadOnlyList<Tool> All { get; } =
    [
        Of(Submit, "Hands in a task for the organisation, and answers with the task as it is then: its id, state, and, when it has ended, output. The same task under the same idempotencyKey is one task.",
            $$"""
            {
              "type": "object",
              "properties": {
                "content": { "type": "string", "description": "What is to be done." },
                "requiredCapabilities": { "type": "array", "items": { "type": "string" }, "description": "What whoever does it must be able to do; see list_agents." },
                "assignee": { "type": "string", "description": "The name or number of the agent that is to do it, and no other." },
                "parameters": { "type": "object", "additionalProperties": { "type": "string" } },
                "references": {
                  "type": "array", "description": "Files that the organisation can reach.",
                  "items": {
                    "type": "object", "required": ["uri", "length", "sha256"],
                    "properties": { "uri": { "type": "string" }, "length": { "type": "integer" }, "sha256": { "type": "string" }, "name": { "type": "string" } }
                  }
                },
                "taskType": { "type": "string" },
                "priority": { "type": "integer" },
                "deadline": { "type": "string", "description": "RFC 3339." },
                "costLimit": { "type": "number", "description": "In USD." },
                "parentTaskId": { "type": "string" },
                "requestor": { "type": "string", "description": "Who wants it." },
                "idempotencyKey": { "type": "string", "description": "Chosen by the caller; the same again gets the first task." },
                {{Waiting}},
                {{Vsm}}
              },
              "required": ["content"],
              "additionalProperties": false
            }
            """,
            new ToolAnnotations { ReadOnlyHint = false, DestructiveHint = false, OpenWorldHint = false }),
        Of(Get, "A task by its GUID or number: its state, why it is in it, and its output.",
            $$"""{ "type": "object", "properties": { "task": { "type": ["string", "integer"] }, {{Waiting}}, {{Vsm}} }, "required": ["task"], "additionalProperties": false }""", Reading),
        Of(List, "Tasks, newest first.",
            $$"""{ "type": "object", "properties": { "state": { "type": "string", "description": "Only those in it, such as AwaitingPerson." }, {{Paging}}, {{Vsm}} }, "additionalProperties": false }""", Reading),
        Of(Agents, "The agents of the organisation, with what they can do and how they are.",
            $$"""{ "type": "object", "properties": { {{Paging}}, {{Vsm}} }, "additionalProperties": false }""", Reading),
    ];

    private static ToolAnnotations Reading => new() { ReadOnlyHint = true, IdempotentHint = true, OpenWorldHint = false };

    public static IReadOnlyList<string> ArgumentsOf(Tool tool) => [.. tool.InputSchema.GetProperty("properties").EnumerateObject().Select(x => x.Name)];

    private static Tool Of(string name, string description, string schema, ToolAnnotations annotations) =>
        new() { Name = name, Description = description, InputSchema = JsonElement.Parse(schema), Annotations = annotations };
}
