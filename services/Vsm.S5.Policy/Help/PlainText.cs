using Vsm.Ai.Fencing;

namespace Vsm.S5.Policy.Help;

/// <summary>What a model wrote that is to become part of a rule or a prompt.</summary>
internal static class PlainText
{
    /// <summary>What is wrong with a sentence; null: it is one line that shows all there is in it.</summary>
    public static string? Wrong(string? text, int most) => text switch
    {
        _ when string.IsNullOrWhiteSpace(text) => "is empty",
        _ when text.Length > most => $"has {text.Length} characters, of at most {most}",
        _ when text.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0 => "has several lines",
        _ when ShownText.Of(text, int.MaxValue).Text != text => "has characters that show nothing",
        _ when text.Contains("```", StringComparison.Ordinal) || text.TrimStart().StartsWith('#') => "has markup",
        _ => null,
    };

    /// <summary>One line for people, of what a model gave as its reason.</summary>
    public static string Reason(string text, int most = 300)
    {
        var shown = ShownText.Of(text.Trim().ReplaceLineEndings(" "), most);
        return shown.Text.Length == 0 ? "no reason given." : shown.IsCut ? $"{shown.Text}…" : shown.Text;
    }
}
