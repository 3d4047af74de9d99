using Vsm.Contracts.Dashboard;

namespace Vsm.Cli.Organisation;

/// <summary>
/// Reads parameters: every value becomes text, lists become comma separated text, and <c>x_file: path</c> makes the file's content the value of <c>x</c>.
/// </summary>
internal sealed class ParameterReader(DataFiles files)
{
    private const string FileSuffix = "_file";

    /// <summary>All entries but <paramref name="except"/>; <paramref name="path"/> is their place in the request.</summary>
    public IReadOnlyDictionary<string, string> Read(
        Section section, string path, CatalogueItem? item = null, string? except = null, bool mayBeFiles = true)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in section.Entries.Where(x => x.Key.Text != except))
        {
            var isFile = mayBeFiles && IsFile(key.Text, item);
            var name = isFile ? key.Text[..^FileSuffix.Length] : key.Text;
            section.Findings.Origin($"{path}.{name}", key.Place, section.Key(key.Text));
            if (!read.TryAdd(name, Value(section, key, value, isFile)))
            {
                section.Findings.Add(key.Place, section.Key(key.Text), $"'{name}' is given both as a value and as a file; expected one of them");
            }
        }

        return read;
    }

    /// <summary>Parameters written as a mapping of their own.</summary>
    public IReadOnlyDictionary<string, string> ReadMap(Section section, string name, bool mayBeFiles = false)
    {
        var path = section.Path(name);
        return section.Value(name) is { } value && Section.Read(value, section.Key(name), path, section.Findings) is { } map
            ? Read(map, path, mayBeFiles: mayBeFiles)
            : new Dictionary<string, string>();
    }

    private string Value(Section section, YamlText key, YamlValue value, bool isFile)
    {
        var (text, fault) = value switch
        {
            YamlText { Nothing: false } scalar when isFile => files.Content(scalar.Text),
            YamlText { Nothing: false } scalar => (scalar.Text, null),
            YamlList list when !isFile => Joined(list),
            _ => (null, $"found {value.Found}; expected {(isFile ? "the path of a file" : "a value, or a list of values")}"),
        };
        if (fault is not null)
        {
            section.Findings.Add(key.Place, section.Key(key.Text), fault);
        }

        return text ?? "";
    }

    private static (string? Text, string? Fault) Joined(YamlList list)
    {
        foreach (var item in list.Items)
        {
            if (item is not YamlText { Nothing: false } text)
            {
                return (null, $"found {item.Found} in the list; expected plain values");
            }

            if (text.Text.Contains(',', StringComparison.Ordinal))
            {
                return (null, $"found {text.Found} in the list; expected values without a comma, which separates them");
            }
        }

        return (string.Join(',', list.Items.Select(x => ((YamlText)x).Text)), null);
    }

    private static bool IsFile(string key, CatalogueItem? item) =>
        key.Length > FileSuffix.Length
        && key.EndsWith(FileSuffix, StringComparison.Ordinal)
        && item?.Parameters.Any(x => x.Name == key) != true;
}
