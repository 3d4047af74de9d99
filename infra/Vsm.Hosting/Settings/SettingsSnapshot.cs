using System.Collections.Frozen;

namespace Vsm.Hosting.Settings;

/// <summary>All settings that were made at run time, as of one version.</summary>
public sealed class SettingsSnapshot
{
    private readonly FrozenDictionary<(string Vsm, string Name), string> _values;

    public SettingsSnapshot(long version, IEnumerable<SettingValue> values)
    {
        Version = version;
        _values = values.GroupBy(x => (x.Vsm, x.Name)).ToFrozenDictionary(x => x.Key, x => x.Last().Value);
    }

    /// <summary>What is there before anybody set anything.</summary>
    public static SettingsSnapshot None { get; } = new(0, []);

    public long Version { get; }

    /// <summary>The setting of a VSM instance; null: nobody made it, and what the configuration says counts.</summary>
    public string? Find(string vsm, string name) => _values.GetValueOrDefault((vsm, name));

    /// <summary>The setting of the deployment; null: nobody made it.</summary>
    public string? Find(string name) => Find("", name);

    /// <summary>Settings of the deployment that are of a kind, such as <c>price</c>, by what they are about.</summary>
    public IEnumerable<(string Subject, string Value)> OfKind(string kind) => _values
        .Where(x => x.Key.Vsm.Length == 0 && x.Key.Name.Length > kind.Length && x.Key.Name[kind.Length] == ':' && x.Key.Name.StartsWith(kind, StringComparison.Ordinal))
        .Select(x => (x.Key.Name[(kind.Length + 1)..], x.Value));
}
