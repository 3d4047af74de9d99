using System.Text.RegularExpressions;

namespace Vsm.Contracts.Operations;

/// <summary>How conversations and their users are called.</summary>
public static partial class SessionNames
{
    /// <summary>What to tell people who wrote something else as a user.</summary>
    public const string UserExpected = "letters without accents, digits and . _ @ + -, starting with a letter or digit, at most 100 characters";

    public static bool IsUser(string? text) => User().IsMatch(text ?? "");

    /// <summary>The name of a conversation, which people read; agent and user are its identity.</summary>
    public static string Of(string agent, string user) => $"{agent}-{user}";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}\z")]
    private static partial Regex User();
}
