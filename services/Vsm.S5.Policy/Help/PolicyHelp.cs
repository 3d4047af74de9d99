namespace Vsm.S5.Policy.Help;

/// <summary>The names under which System 5 asks models, in <c>Vsm:Models</c>.</summary>
internal static class PolicyHelp
{
    public const string Correction = "Correction";
    public const string Clarification = "Clarification";
    public const string Creation = "Creation";
}
