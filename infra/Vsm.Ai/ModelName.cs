namespace Vsm.Ai;

/// <summary>A model as agents name it: <c>provider/model</c>. The model's own name may have slashes too.</summary>
public sealed record ModelName(string Provider, string Model)
{
    /// <returns>Null: the text is none.</returns>
    public static ModelName? Parse(string? text)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        return slash > 0 && slash < text!.Length - 1 && !text.Any(char.IsWhiteSpace) ? new ModelName(text[..slash], text[(slash + 1)..]) : null;
    }

    public override string ToString() => $"{Provider}/{Model}";

    internal static string[] List(string models) => models.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
