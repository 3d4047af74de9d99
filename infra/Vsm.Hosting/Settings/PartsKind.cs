namespace Vsm.Hosting.Settings;

/// <summary>Several values that change together, written as <c>name=value</c> with spaces between.</summary>
public sealed record PartsKind(string Example, bool MayBeNone, params IReadOnlyList<SettingPart> Parts) : SettingKind
{
    /// <summary>Says that there is to be nothing of the kind.</summary>
    public const string None = "none";

    public override string Expected =>
        $"{string.Join(' ', Parts.Select(x => x.Required ? $"{x.Name}=…" : $"[{x.Name}=…]"))} such as '{Example}'{(MayBeNone ? $", or {None}" : "")}";

    public override string? Problem(string value)
    {
        if (MayBeNone && value == None)
        {
            return null;
        }

        if (Read(value) is not { } given)
        {
            return Wrong(value);
        }

        foreach (var (name, text) in given)
        {
            var part = Parts.FirstOrDefault(x => x.Name == name);
            if (part is null)
            {
                return $"has a part '{name}'; expected {Expected}";
            }

            if (part.Kind.Problem(text) is { } problem)
            {
                return $"has a part {name} that {problem}";
            }
        }

        return given.Count == 0 || Parts.Any(x => x.Required && !given.ContainsKey(x.Name)) ? Wrong(value) : null;
    }

    /// <returns>The parts by name; null: the text is not written like this.</returns>
    public static IReadOnlyDictionary<string, string>? Read(string? value)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !parts.TryAdd(part[..equals], part[(equals + 1)..]))
            {
                return null;
            }
        }

        return parts;
    }
}

/// <summary>A part of a <see cref="PartsKind"/>.</summary>
public sealed record SettingPart(string Name, SettingKind Kind, bool Required = true);
