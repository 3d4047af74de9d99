using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Faults;

/// <summary>
/// Loaded into a service by <c>DOTNET_STARTUP_HOOKS</c>, which knows nothing of it: with <c>VSM_FAULT_SHARE=0.02</c> one of fifty operations on database and broker
/// fails, or is done and then reported as failed.
/// </summary>
internal static class StartupHook
{
    private const string Share = "VSM_FAULT_SHARE";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Share) is { Length: > 0 } share)
        {
            DiagnosticListener.AllListeners.Subscribe(new Listeners(double.Parse(share, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>A host says before it is built that it will be.</summary>
    private sealed class Listeners(double share) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder host })
            {
                host.ConfigureServices(x => x.AddFaults(share));
            }
        }

        public void OnCompleted()
        {
            // Listeners come and go.
        }

        public void OnError(Exception error)
        {
            // Nobody says what.
        }
    }
}
