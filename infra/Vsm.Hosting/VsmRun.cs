using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Bus.Queues;
using Vsm.Persistence;

namespace Vsm.Hosting;

/// <summary>Runs a process until it is asked to end, and says in one line what keeps it from starting.</summary>
public static partial class VsmRun
{
    /// <remarks>A second signal to end does not wait for what is in hand.</remarks>
    /// <returns>0 after a stop that was asked for, 1 when the process could not start.</returns>
    public static async Task<int> RunVsmAsync(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Vsm");
        var signals = 0;
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Force);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Force);
        var started = false;
        try
        {
            await app.StartAsync();
            started = true;
            LogStarted(logger, string.Join(", ", app.Urls));
            if (app.Services.GetRequiredService<IOptions<StoreOptions>>().Value.Store == Store.InMemory)
            {
                LogInMemory(logger);
            }

            await app.WaitForShutdownAsync();
            return Environment.ExitCode;
        }
        catch (OptionsValidationException exception)
        {
            foreach (var failure in exception.Failures)
            {
                LogSetting(logger, failure);
            }

            return 1;
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            LogPortInUse(logger, exception.Message);
            return 1;
        }
        catch (Exception exception) when (exception is StoreUnavailableException or BrokerUnavailableException or QueueMismatchException or StartRefusedException)
        {
            LogUnavailable(logger, exception.Message);
            return 1;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            LogStopped(logger);
            return 0;
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception);
            return 1;
        }
        finally
        {
            // What had started before the start failed may have messages in hand, which need what is disposed next.
            if (!started)
            {
                await StopAsync(app, logger);
            }

            await app.DisposeAsync();
        }

        void Force(PosixSignalContext context)
        {
            if (Interlocked.Increment(ref signals) > 1)
            {
                LogForced(logger);
                Environment.Exit(context.Signal == PosixSignal.SIGINT ? 130 : 143);
            }
        }
    }

    private static async Task StopAsync(WebApplication app, ILogger logger)
    {
        try
        {
            await app.StopAsync();
        }
        catch (Exception exception)
        {
            LogFailed(logger, exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended by a second signal; what was in hand is handed back by the broker")]
    private static partial void LogForced(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Started; HTTP on {Urls}")]
    private static partial void LogStarted(ILogger logger, string urls);

    [LoggerMessage(Level = LogLevel.Warning, Message = "All state is in memory and lost on exit; Vsm:Store=PostgreSql or SqlServer keeps it")]
    private static partial void LogInMemory(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped before it had started")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(Level = LogLevel.Critical, Message = "A setting is wrong: {Failure}")]
    private static partial void LogSetting(ILogger logger, string failure);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason} End the program that uses the port, or choose another with --Vsm:Http:Urls http://127.0.0.1:PORT")]
    private static partial void LogPortInUse(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "The process could not go on")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
