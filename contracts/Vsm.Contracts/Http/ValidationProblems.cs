namespace Vsm.Contracts.Http;

/// <summary>Collects what is wrong, each with where it is; stops taking more at its bound.</summary>
internal sealed class ValidationProblems(int most)
{
    private readonly List<(string Path, string Message)> _found = [];

    public IReadOnlyList<(string Path, string Message)> Found => _found;

    public void Add(string path, string message)
    {
        if (_found.Count < most)
        {
            _found.Add((path, message));
        }
    }

    public void Text(string path, string? value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(path, $"is empty; expected 1 to {longest} characters");
        }
        else if (value.Length > longest)
        {
            Add(path, $"has {value.Length} characters; expected 1 to {longest}");
        }
    }

    public void Name(string path, string? value)
    {
        if (!OrganisationNames.IsName(value ?? ""))
        {
            Add(path, $"'{Shown(value)}' is not a name; expected {OrganisationNames.Expected}");
        }
    }

    public void Range<T>(string path, T value, T least, T most)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(path, FormattableString.Invariant($"found {value}; expected {least} to {most}"));
        }
    }

    public void OneOf(string path, string value, IReadOnlyList<string> known)
    {
        if (!known.Contains(value, StringComparer.Ordinal))
        {
            Add(path, $"unknown value '{Shown(value)}'{Suggestion.For(value, known)}");
        }
    }

    public void Count(string path, int count, int allowed)
    {
        if (count > allowed)
        {
            Add(path, $"has {count} entries; expected at most {allowed}");
        }
    }

    /// <summary>Text from outside, short enough for a message and without control characters.</summary>
    public static string Shown(string? value)
    {
        var text = new string([.. (value ?? "").Take(80).Select(x => char.IsControl(x) ? ' ' : x)]);
        return value?.Length > 80 ? text + "…" : text;
    }
}
