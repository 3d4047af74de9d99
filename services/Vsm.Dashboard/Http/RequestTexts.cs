namespace Vsm.Dashboard.Http;

internal static class RequestTexts
{
    /// <summary>Those that are given but empty or too long.</summary>
    public static IReadOnlyList<(string Path, string Message)> Problems(params ReadOnlySpan<(string Path, string? Text, int Longest)> texts)
    {
        var problems = new List<(string, string)>();
        foreach (var (path, text, longest) in texts)
        {
            if (text is not null && string.IsNullOrWhiteSpace(text))
            {
                problems.Add((path, $"is empty; expected 1 to {longest} characters"));
            }
            else if (text?.Length > longest)
            {
                problems.Add((path, $"has {text.Length} characters; expected 1 to {longest}"));
            }
        }

        return problems;
    }
}
