namespace Vsm.Hosting.Settings;

/// <summary>The settings made at run time, as this process knows them. Each later version takes the place of the one before; older ones are left.</summary>
public sealed class RuntimeSettings
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SettingsSnapshot _current = SettingsSnapshot.None;

    /// <param name="expected">Somebody will tell the settings; otherwise what the configuration says is all there is.</param>
    public RuntimeSettings(bool expected = false)
    {
        if (!expected)
        {
            _ready.SetResult();
        }
    }

    public SettingsSnapshot Current => _current;

    /// <summary>Done once the settings are known, or were waited for in vain: work that begins before would go by older ones.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Takes settings over.</summary>
    /// <returns>Whether they were news.</returns>
    public bool Learn(SettingsSnapshot settings)
    {
        bool news;
        lock (_lock)
        {
            news = settings.Version > _current.Version;
            if (news)
            {
                _current = settings;
            }
        }

        _ready.TrySetResult();
        return news;
    }

    /// <summary>Goes on with what the configuration says until the settings are told.</summary>
    internal void DoWithout() => _ready.TrySetResult();
}
