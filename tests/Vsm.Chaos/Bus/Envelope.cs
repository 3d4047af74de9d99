using System.Text.Json;
using RabbitMQ.Client;
using Vsm.Chaos.Planning;

namespace Vsm.Chaos.Bus;

/// <summary>Messages as clients write and read them that know nothing of our assemblies.</summary>
internal static class Envelope
{
    public const string ContentType = "application/vnd.masstransit+json";
    private const string AssignTask = "urn:message:Vsm.Contracts.Control:AssignTaskMessage";

    public static byte[] Of(PlannedTask task, Guid id) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        messageId = Guid.NewGuid(),
        messageType = (string[])[AssignTask],
        message = new
        {
            taskId = id,
            vsm = Organisation.Vsm,
            content = task.Content,
            requiredCapabilities = (string[])[Organisation.CapabilityOf(task.Kind)],
            replyTo = $"exchange:{AnswerReader.Queue}",
        },
    });

    public static BasicProperties Properties(Guid messageId) =>
        new() { ContentType = ContentType, DeliveryMode = DeliveryModes.Persistent, MessageId = messageId.ToString() };
}
