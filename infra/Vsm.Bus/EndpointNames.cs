using MassTransit;

namespace Vsm.Bus;

/// <summary>
/// Queues are named after the namespace of what consumes: <c>Vsm.S3.Control.Tasks</c> is <c>vsm.s3.tasks</c>. All consumers of a namespace share
/// its queue.
/// </summary>
public sealed class EndpointNames : DefaultEndpointNameFormatter
{
    public static EndpointNames Formatter { get; } = new();

    /// <summary>Tells the temporary queues of this process from those of its replicas.</summary>
    public static string ReplicaId { get; } = NewId.NextGuid().ToString("n")[..12];

    public static string For(Type type)
    {
        var parts = type.Namespace?.Split('.') ?? [];
        if (parts.Length < 3 || parts[0] != "Vsm")
        {
            throw new ArgumentException($"{type} is not below a namespace Vsm.<function>…<conversation>, which would name its queue.");
        }

        return $"vsm.{parts[1].ToLowerInvariant()}.{KebabCaseEndpointNameFormatter.Instance.SanitizeName(parts[^1])}";
    }

    /// <summary>The name of a queue that every replica has one of.</summary>
    public static string ForReplica(Type type) => $"{For(type)}.replica-{ReplicaId}";

    internal static bool IsReplica(string name) => name.EndsWith(ReplicaId, StringComparison.Ordinal);

    protected override string GetConsumerName(Type type) => For(type);

    protected override string GetSagaName(Type type) => For(type);
}
