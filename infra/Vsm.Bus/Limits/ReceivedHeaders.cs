using System.Text;
using MassTransit;

namespace Vsm.Bus.Limits;

/// <summary>
/// Leaves out headers of a message from elsewhere that are longer than what we send ourselves. Moved to the error or skipped queue it gets more of them, and
/// beyond the broker's frame size the connection would be closed.
/// </summary>
internal sealed class ReceivedHeaders : IFilter<ReceiveContext>
{
    public const string Mark = "Vsm-Headers-Cut";

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (context.TryGetPayload<RabbitMqBasicConsumeContext>(out var message) && message.Properties.Headers is { Count: > 0 } headers)
        {
            Limit(headers);
        }

        return next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("receivedHeaders");

    /// <summary>Leaves out what is too long, then the longest until the rest fits.</summary>
    internal static void Limit(IDictionary<string, object?> headers)
    {
        if (headers.Sum(x => Length(x.Key, x.Value)) <= SizeLimits.MaxHeader)
        {
            return;
        }

        // Whose text is far too long says nothing by its beginning alone: it is left out as a whole.
        var removed = headers.Where(x => Length(x.Key, x.Value) > SizeLimits.MaxHeader).Select(x => x.Key).ToList();
        removed.ForEach(x => headers.Remove(x));
        foreach (var (key, _) in headers.OrderByDescending(x => Length(x.Key, x.Value)).ToList())
        {
            if (headers.Sum(x => Length(x.Key, x.Value)) <= SizeLimits.MaxHeaders)
            {
                break;
            }

            headers.Remove(key);
            removed.Add(key);
        }

        if (removed.Count > 0)
        {
            headers[Mark] = FaultText.Cut(string.Join(", ", removed));
        }
    }

    private static int Length(string key, object? value) => Encoding.UTF8.GetByteCount(key) + value switch
    {
        string text => Encoding.UTF8.GetByteCount(text),
        byte[] bytes => bytes.Length,
        _ => 16,
    };
}
