using System.Text.RegularExpressions;

namespace Vsm.Contracts.Http;

/// <summary>What names in an organisation look like.</summary>
public static partial class OrganisationNames
{
    /// <summary>What to tell people who wrote something else as the name of a system, a policy, a template or a VSM.</summary>
    public const string Expected = "lower-case letters, digits and '-', starting with a letter or digit, at most 63 characters";

    /// <summary>What to tell people who wrote something else as the name of a capability.</summary>
    public const string CapabilityExpected = "lower-case letters, digits, '-', '_' and '.', starting with a letter or digit, at most 63 characters";

    /// <summary>What to tell people who wrote something else as a model.</summary>
    public const string ModelExpected = "provider/model, such as openai/gpt-4o-mini";

    /// <summary>Kinds of System 1.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["function", "llm", "mcp", "remote", "sensor", "api"];

    /// <summary>Levels of permissions.</summary>
    public static IReadOnlyList<string> PermissionLevels { get; } = ["none", "read", "write"];

    public static bool IsName(string text) => Name().IsMatch(text);

    public static bool IsCapability(string text) => Capability().IsMatch(text);

    public static bool IsModel(string? text) => Model().IsMatch(text ?? "");

    [GeneratedRegex(@"\A[^\s/]{1,100}/\S{1,200}\z")]
    private static partial Regex Model();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,62}\z")]
    private static partial Regex Capability();
}
