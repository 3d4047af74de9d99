using MassTransit;

namespace Vsm.Hosting.Settings;

/// <summary>Every process takes over the settings that are said.</summary>
internal sealed class SettingsReplicaConsumer<TSettings>(RuntimeSettings settings, Func<TSettings, SettingsSnapshot> read) : IConsumer<TSettings>
    where TSettings : class
{
    public Task Consume(ConsumeContext<TSettings> context)
    {
        settings.Learn(read(context.Message));
        return Task.CompletedTask;
    }
}
