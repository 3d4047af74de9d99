using Microsoft.Extensions.Hosting;

namespace Vsm.Bus.Queues;

/// <summary>Checks the durable queues of the process before the bus starts; the bus is made by then, as the host makes all its services first.</summary>
internal sealed class QueueVerification(DurableQueues queues, QueueCheck check) : IHostedService
{
    private static readonly string[] Companions = ["_error", "_skipped"];

    public Task StartAsync(CancellationToken cancellationToken) => check.CheckAsync(WithCompanions(queues.All), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the queues that messages go to from others; they are declared when the first one does.</summary>
    internal static Dictionary<string, IReadOnlyDictionary<string, object>> WithCompanions(IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> queues) =>
        queues.SelectMany(x => Companions.Select(y => KeyValuePair.Create(x.Key + y, Companion(x.Value)))).Concat(queues).ToDictionary();

    private static IReadOnlyDictionary<string, object> Companion(IReadOnlyDictionary<string, object> arguments) =>
        arguments.Where(x => x.Key != QueueArguments.SingleActiveConsumer).ToDictionary();
}
