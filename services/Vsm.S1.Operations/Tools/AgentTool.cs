using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Contracts.Policy;
using Vsm.JsonSchemas;

namespace Vsm.S1.Operations.Tools;

/// <summary>A function that a model can call, with what is asked before it is: the shape of its arguments, the level it needs, whether it changes anything.</summary>
internal abstract class AgentTool : AIFunction
{
    private readonly JsonElement _schema;

    /// <param name="name">As permissions name it.</param>
    /// <param name="schema">The JSON schema of its arguments.</param>
    protected AgentTool(string name, string schema)
        : this(name, ToolNames.Descriptions.GetValueOrDefault(name, name), JsonElement.Parse(schema), CheckedSchema.Of(schema))
    {
    }

    protected AgentTool(string name, string description, JsonElement schema, CheckedSchema rules) =>
        (Name, Description, _schema, Rules) = (name, description, schema, rules);

    public override string Name { get; }

    public override string Description { get; }

    public override JsonElement JsonSchema => _schema;

    public CheckedSchema Rules { get; }

    /// <summary>The level below which no call of it is allowed.</summary>
    public virtual ToolLevel Least => ToolLevel.Read;

    /// <summary>The level that a call with these arguments needs; they fit the schema.</summary>
    public abstract ToolLevel LevelOf(JsonElement arguments);

    /// <summary>Whether a call changes something outside, so that it must not be done twice in an attempt.</summary>
    public virtual bool HasEffect(JsonElement arguments) => LevelOf(arguments) == ToolLevel.Write;

    /// <returns>What the model is told.</returns>
    /// <exception cref="ToolException">It cannot be done.</exception>
    protected abstract Task<string> RunAsync(JsonElement arguments, CancellationToken cancel);

    protected sealed override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await RunAsync(JsonSerializer.SerializeToElement<IDictionary<string, object?>>(arguments, AIJsonUtilities.DefaultOptions), cancellationToken);
}
