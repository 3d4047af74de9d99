using System.Security.Cryptography;
using System.Text;
using MassTransit;

namespace Vsm.Bus;

/// <summary>
/// Message ids made of what the message tells, so that telling it again, after a crash or because it was asked for again, is the same message to whoever
/// gets it.
/// </summary>
public static class MessageIds
{
    private const int MostText = 200;

    /// <summary>A name-based identifier (version 8 of RFC 9562) from SHA-256 of a subject and what is told of it, such as <c>3/command</c>.</summary>
    public static Guid Of(Guid subject, string what)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(what.Length, MostText);
        Span<byte> name = stackalloc byte[16 + (3 * MostText)];
        subject.TryWriteBytes(name, bigEndian: true, out _);
        var length = 16 + Encoding.UTF8.GetBytes(what, name[16..]);

        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name[..length], id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id[..16], bigEndian: true);
    }

    /// <summary>Publishes a message under an id of its own making.</summary>
    public static Task PublishAs<T>(this IPublishEndpoint endpoint, Guid messageId, T message, CancellationToken cancel = default)
        where T : class =>
        endpoint.Publish(message, Pipe.Execute<PublishContext<T>>(x => x.MessageId = messageId), cancel);

    /// <summary>Publishes a message of a type that is known at run time only.</summary>
    public static Task PublishAs(this IPublishEndpoint endpoint, Guid messageId, object message, CancellationToken cancel = default) =>
        endpoint.Publish(message, Pipe.Execute<PublishContext>(x => x.MessageId = messageId), cancel);
}
