using System.Security.Cryptography;
using System.Text;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>What a rule says, whatever its spelling: two that differ in case, spaces or punctuation alone are one.</summary>
internal static class SuggestionText
{
    /// <summary>The words and numbers of a rule, in order; empty: it says nothing.</summary>
    public static string Words(string rule)
    {
        var words = new StringBuilder();
        foreach (var character in rule)
        {
            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                words.Append(char.ToLowerInvariant(character));
            }
            else if (words.Length > 0 && words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words.ToString().TrimEnd();
    }

    /// <summary>SHA-256 of the words, in lower-case hexadecimal.</summary>
    public static string Key(string rule) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Words(rule))));

    public static bool IsSame(string one, string other) => Words(one) == Words(other);
}
