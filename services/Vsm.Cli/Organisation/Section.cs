using System.Globalization;
using Vsm.Contracts.Http;
using Vsm.Hosting;

namespace Vsm.Cli.Organisation;

/// <summary>
/// A mapping of the file, read key by key. <paramref name="key"/> is the way to it in the file, <paramref name="path"/> in the request; what is read
/// is remembered with its place, so that later checks of the request can name the line.
/// </summary>
internal sealed class Section(YamlMap map, string key, string path, Findings findings)
{
    public Findings Findings => findings;

    public IEnumerable<(YamlText Key, YamlValue Value)> Entries => map.Entries;

    public string Path(string member) => path.Length == 0 ? member : $"{path}.{member}";

    public string Key(string name) => key.Length == 0 ? name : $"{key}.{name}";

    /// <summary>Reads the value as a mapping whose keys are all known.</summary>
    public static Section? Read(YamlValue value, string key, string path, Findings findings, IReadOnlyList<string>? known = null)
    {
        findings.Origin(path, value.Place, key);
        if (value is not YamlMap map)
        {
            findings.Add(value.Place, key, $"found {value.Found}; expected a mapping{(known is null ? "" : $" with the keys {string.Join(", ", known)}")}");
            return null;
        }

        var section = new Section(map, key, path, findings);
        foreach (var (name, _) in map.Entries.Where(x => known?.Contains(x.Key.Text) == false))
        {
            findings.Add(name.Place, key, $"unknown key '{Show.Short(name.Text)}'{Suggestion.For(name.Text, known!)}");
        }

        return section;
    }

    public YamlValue? Value(string name, string? member = null)
    {
        var (found, value) = map.Entries.Find(x => x.Key.Text == name);
        if (found is null)
        {
            return null;
        }

        findings.Origin(Path(member ?? name), value.Place, Key(name));
        return value;
    }

    public string? Text(string name, string? member = null) => Scalar(name, member, "text");

    public string RequiredText(string name, string? member = null)
    {
        if (map.Entries.Exists(x => x.Key.Text == name))
        {
            return Text(name, member) ?? "";
        }

        findings.Add(map.Place, key, $"the key '{name}' is missing; expected text");
        return "";
    }

    public int? Integer(string name, string? member = null) =>
        Parsed<int>(name, member, "a whole number", (string x, out int y) => int.TryParse(x, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out y));

    public decimal? Number(string name, string? member = null) =>
        Parsed<decimal>(name, member, "a number such as 0.10", (string x, out decimal y) => decimal.TryParse(
            x, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out y));

    public TimeSpan? Duration(string name, string? member = null) => Parsed<TimeSpan>(name, member, Durations.Expected, Durations.TryParse);

    public T? Word<T>(string name, string? member = null)
        where T : struct, Enum => Parsed(
            name, member, string.Join(" or ", Enum.GetNames<T>().Select(x => x.ToLowerInvariant())),
            (string x, out T y) => Enum.TryParse(x, ignoreCase: true, out y) && Enum.GetNames<T>().Contains(x, StringComparer.OrdinalIgnoreCase));

    /// <summary>The entries of a list, each with its key and its path.</summary>
    public IEnumerable<(YamlValue Value, string Key, string Path)> Items(string name, string? member = null)
    {
        var value = Value(name, member);
        if (value is YamlList list)
        {
            return list.Items.Select((x, i) => (x, $"{Key(name)}[{i}]", $"{Path(member ?? name)}[{i}]"));
        }

        if (value is not null)
        {
            findings.Add(value.Place, Key(name), $"found {value.Found}; expected a list");
        }

        return [];
    }

    public IReadOnlyList<string> Texts(string name, string? member = null)
    {
        var texts = new List<string>();
        foreach (var (value, itemKey, itemPath) in Items(name, member))
        {
            findings.Origin(itemPath, value.Place, itemKey);
            if (value is YamlText { Nothing: false } text)
            {
                texts.Add(text.Text);
            }
            else
            {
                findings.Add(value.Place, itemKey, $"found {value.Found}; expected text");
            }
        }

        return texts;
    }

    private string? Scalar(string name, string? member, string expected)
    {
        var value = Value(name, member);
        if (value is null or YamlText { Nothing: false })
        {
            return ((YamlText?)value)?.Text;
        }

        findings.Add(value.Place, Key(name), $"found {value.Found}; expected {expected}");
        return null;
    }

    private delegate bool Parse<T>(string text, out T value);

    private T? Parsed<T>(string name, string? member, string expected, Parse<T> parse)
        where T : struct
    {
        if (Scalar(name, member, expected) is not { } text)
        {
            return null;
        }

        if (parse(text, out var value))
        {
            return value;
        }

        findings.Add(Value(name)!.Place, Key(name), $"found '{Show.Short(text)}'; expected {expected}");
        return null;
    }
}
