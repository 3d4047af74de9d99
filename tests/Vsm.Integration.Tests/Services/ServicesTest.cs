using System.Net.Http.Json;
using Vsm.Contracts.Http;
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

    /// <summary>What failed and waits for a person, in the broker or taken out of it.</summary>
    internal static async Task<IReadOnlyList<string>> TroubleAsync() =>
    [
        .. await Broker.TroubleAsync(),
        .. (await FailedAsync("")).Select(x => $"{x.Queue} ({x.Kind}): {x.Reason}"),
    ];

    /// <summary>Waits for a failed message of a queue, and discards it.</summary>
    internal static async Task<FailedMessageView> TakeFailedAsync(string queue, FailedMessageKind kind)
    {
        var found = await Eventually.ReadAsync($"a failed message of {queue}", () => FailedAsync($"&queue={queue}"), x => x.Any(y => y.Kind == kind));
        var message = await Cluster.GetAsync<FailedMessageView>($"failed-messages/{found.First(x => x.Kind == kind).Id}");
        using var discarded = await Cluster.Http.PostAsJsonAsync(
            $"/api/v1/failed-messages/{message.Id}/discard", new DiscardRequest { By = "tests", Reason = "was meant to fail" });
        Assert.That(discarded.IsSuccessStatusCode, $"{discarded.StatusCode}");
        return message;
    }

    private static async Task<IReadOnlyList<FailedMessageView>> FailedAsync(string filter) =>
        (await Cluster.GetAsync<Page<FailedMessageView>>($"failed-messages?state=Failed&limit=500{filter}")).Items;
}
