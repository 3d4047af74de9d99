using System.Net.Mime;
using System.Text;
using MassTransit;

namespace Vsm.Bus.Limits;

/// <summary>
/// Refuses messages that the broker, or a reader's patience, would not survive: RabbitMQ answers headers beyond its frame size by closing the
/// connection, under which all consumers of the process suffer.
/// </summary>
internal sealed class SizeLimits : IFilter<SendContext>, IFilter<PublishContext>
{
    public const int MaxBody = 256 * 1024;
    public const int MaxHeader = 8 * 1024;
    public const int MaxHeaders = 32 * 1024;

    public Task Send(SendContext context, IPipe<SendContext> next)
    {
        Limit(context);
        return next.Send(context);
    }

    public Task Send(PublishContext context, IPipe<PublishContext> next)
    {
        Limit(context);
        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("sizeLimits");

    private static void Limit(SendContext context) => context.Serializer = new LimitedSerializer(context.Serializer!);

    private static void CheckHeaders(SendContext context)
    {
        var total = 0;
        foreach (var (key, value) in context.Headers.GetAll())
        {
            var length = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value as string ?? value?.ToString() ?? "");
            if (length > MaxHeader)
            {
                throw new MessageTooLargeException($"Header {key} has {length} bytes; at most {MaxHeader} are sent.");
            }

            total += length;
        }

        if (total > MaxHeaders)
        {
            throw new MessageTooLargeException($"The headers have {total} bytes together; at most {MaxHeaders} are sent.");
        }
    }

    private sealed class LimitedSerializer(IMessageSerializer inner) : IMessageSerializer
    {
        public ContentType ContentType => inner.ContentType;

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class
        {
            CheckHeaders(context);
            FaultText.Cut(context.Message);
            var body = inner.GetMessageBody(context);
            var length = body.GetBytes().Length; // kept by the body; its Length is not known before
            // A fault carries the message that failed beside what is said of it.
            if (length > MaxBody && !(FaultText.Is(context.Message) && length <= 2 * MaxBody))
            {
                throw new MessageTooLargeException(
                    $"{typeof(T).Name} has {length} bytes; at most {MaxBody} are sent. Pass large content as a reference.");
            }

            return body;
        }
    }
}
