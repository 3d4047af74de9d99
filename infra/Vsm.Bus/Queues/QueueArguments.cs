namespace Vsm.Bus.Queues;

/// <summary>The arguments of durable queues. They are final: RabbitMQ refuses to change them.</summary>
internal static class QueueArguments
{
    public const string DeadLetters = "vsm.dead-letters";
    public const int DeliveryLimit = 50;
    public const string SingleActiveConsumer = "x-single-active-consumer";

    public static IReadOnlyDictionary<string, object> Ours { get; } = new Dictionary<string, object>
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = DeliveryLimit,
        ["x-dead-letter-exchange"] = DeadLetters,
        // At least once: the queue keeps what it gives up until the dead-letter queue has confirmed it, which needs this overflow rule.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Why a queue must not be declared like this; null: it may be.</summary>
    public static string? Problem(string queue, IReadOnlyDictionary<string, object> arguments)
    {
        var limit = arguments.GetValueOrDefault("x-delivery-limit") as IConvertible;
        if (limit is null || Convert.ToInt64(limit, System.Globalization.CultureInfo.InvariantCulture) < 1)
        {
            return $"Queue {queue} would have no positive x-delivery-limit (it is {limit ?? "missing"}): a message that ends its process would come back for ever, or be lost.";
        }

        return string.IsNullOrEmpty(arguments.GetValueOrDefault("x-dead-letter-exchange") as string)
            ? $"Queue {queue} would have no x-dead-letter-exchange: what passes its delivery limit would be lost."
            : null;
    }
}
