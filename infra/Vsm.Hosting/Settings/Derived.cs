namespace Vsm.Hosting.Settings;

/// <summary>Something that follows from the settings, made anew when they change and at no other time.</summary>
public sealed class Derived<T>(RuntimeSettings settings, Func<SettingsSnapshot, T> derive)
    where T : class
{
    private volatile Entry? _entry;

    public T Value
    {
        get
        {
            var current = settings.Current;
            var entry = _entry;
            if (entry is null || !ReferenceEquals(entry.Settings, current))
            {
                _entry = entry = new Entry(current, derive(current));
            }

            return entry.Value;
        }
    }

    private sealed record Entry(SettingsSnapshot Settings, T Value);
}
