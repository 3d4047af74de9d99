using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

/// <summary>The services that the fixtures of this namespace share, each with a VSM instance of its own.</summary>
[SetUpFixture]
public sealed class TheServices
{
    internal static Cluster Cluster { get; private set; } = null!;

    internal static TemporaryFolder Folder { get; } = new();

    [OneTimeSetUp]
    public async Task StartAsync() =>
        Cluster = await Cluster.StartAsync($"{Samples.Folder};{Folder.Path}", Topology.All("root", "people", "intake", "again", "bad", "stop", "queues", "after-stop", "rolling", "large", "paid"));

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        Folder.Dispose();
    }

    /// <summary>A folder below those that the services read.</summary>
    internal static string Subfolder(string name) => Directory.CreateDirectory(Folder.File(name)).FullName;
}
