using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus;

namespace Vsm.Hosting.Settings;

/// <summary>Asks for the settings when the process has started. Whoever keeps them may be away; then they come once it is back, as they are said again and again.</summary>
internal sealed partial class SettingsReader<TFind, TSettings>(
    RuntimeSettings settings, Func<TSettings, SettingsSnapshot> read, TFind question, IServiceScopeFactory scopes, IOptions<SettingsOptions> options,
    TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<RuntimeSettings> logger) : BusService(lifetime)
    where TFind : class
    where TSettings : class
{
    protected override async Task RunAsync(CancellationToken cancel)
    {
        if (options.Value.StartPatience > TimeSpan.Zero)
        {
            using var patience = new CancellationTokenSource(options.Value.StartPatience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
            var asked = AskAsync(either.Token);
            await Task.WhenAny(asked, settings.Ready);
            await either.CancelAsync();
            await EndAsync(asked, cancel);
        }

        settings.DoWithout();
    }

    private async Task EndAsync(Task asked, CancellationToken cancel)
    {
        try
        {
            await asked;
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            // They may have been said meanwhile.
            if (!settings.Ready.IsCompleted)
            {
                LogWithout(exception.Message);
            }
        }
    }

    private async Task AskAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<TFind>>();
        settings.Learn(read((await client.GetResponse<TSettings>(question, cancel, options.Value.StartPatience)).Message));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The settings made at run time are not known yet, so the configuration's count until they are: {Reason}")]
    private partial void LogWithout(string reason);
}
