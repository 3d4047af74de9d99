namespace Vsm.Dashboard.Http;

internal static class Text
{
    /// <summary>Text from outside, short enough for a message.</summary>
    public static string Cut(string text, int longest) => text.Length <= longest ? text : text[..longest] + "…";
}
