using Vsm.Testing;
using Vsm.Testing.Models;

namespace Vsm.Integration.Tests.Services;

/// <summary>The services that the fixtures of this namespace share, each with a VSM instance of its own.</summary>
[SetUpFixture]
public sealed class TheServices
{
    internal static Cluster Cluster { get; private set; } = null!;

    internal static TemporaryFolder Folder { get; } = new();

    /// <summary>The models <c>test/…</c> of the services.</summary>
    internal static ChatServer Models { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        Models = await ChatServer.StartAsync();
        Cluster = await Cluster.StartAsync(
            $"{Samples.Folder};{Folder.Path}",
            [
                .. Topology.All("root", "people", "intake", "again", "bad", "stop", "queues", "after-stop", "rolling", "large", "paid", "talks", "desk"),
                When_a_service_of_ones_own_hands_in_tasks.Queue,
            ],
            ("Vsm:Ai:Providers:test:BaseUrl", Models.Address.ToString()), ("Vsm:Ai:Providers:test:Key", ChatServer.Key), ("Vsm:Ai:CallLimit", "00:02:00"),
            ("Vsm:Ai:Prices:0:Model", "test/small"), ("Vsm:Ai:Prices:0:Input", "2"), ("Vsm:Ai:Prices:0:Output", "10"),
            ("Vsm:Attempts:Lease", "00:00:02"), ("Vsm:Attempts:LookInterval", "00:00:00.2"));
    }

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }

        await (Models?.DisposeAsync() ?? default);

        Folder.Dispose();
    }

    /// <summary>A folder below those that the services read.</summary>
    internal static string Subfolder(string name) => Directory.CreateDirectory(Folder.File(name)).FullName;
}
