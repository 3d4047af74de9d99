using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Hosting.Settings;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Settings;

/// <summary>Says all settings again and again, so that who missed a change has it soon.</summary>
internal sealed partial class SettingsAnnouncer(
    IDbContextFactory<PolicyDbContext> contexts, IBus bus, IOptions<SettingsOptions> options, TimeProvider clock, IHostApplicationLifetime lifetime,
    ILogger<SettingsAnnouncer> logger) : BusService(lifetime)
{
    protected override async Task RunAsync(CancellationToken cancel)
    {
        using var interval = new PeriodicTimer(options.Value.Interval, clock);
        var failing = false;
        do
        {
            failing = !await TryAsync(failing, cancel);
        }
        while (await interval.WaitForNextTickAsync(cancel));
    }

    // What keeps it from being said is said once; broker and database have their own watches.
    private async Task<bool> TryAsync(bool failing, CancellationToken cancel)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            await bus.Publish(await db.ReadSettingsAsync(cancel), cancel);
            return true;
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            if (!failing)
            {
                LogFailed(exception.Message, options.Value.Interval);
            }

            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The settings could not be said to the other processes, which is tried again every {Interval}: {Reason}")]
    private partial void LogFailed(string reason, TimeSpan interval);
}
