using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

/// <summary>A test on the services that run, which shows what they wrote where it failed.</summary>
public abstract class ServicesTest
{
    internal static Cluster Cluster => TheServices.Cluster;

    internal static PrivateBroker Broker => Cluster.Broker;

    [TearDown]
    public async Task ReportAsync()
    {
        foreach (var service in Cluster.Processes)
        {
            await ProcessReport.WriteAsync(service);
        }
    }

    /// <summary>Applies a sample as a VSM instance of its own, and runs its tasks.</summary>
    internal static async Task<(int ExitCode, string Out, string Output)> RunAsync(string sample, string vsm)
    {
        var folder = TheServices.Subfolder(vsm);
        return await Cluster.VsmAsync("run", Samples.Copy(sample, vsm, folder), "--output", "json");
    }
}
