using System.Text;
using RabbitMQ.Client;
using Vsm.Chaos.Recording;
using Vsm.Chaos.Running;

namespace Vsm.Chaos.Bus;

/// <summary>Sends messages that nobody can read, straight to the services' queues.</summary>
internal sealed class PoisonSender(Ledger ledger, ConfirmedSender sender, int seed)
{
    /// <summary>Stands in the body of each, so that it is known again wherever it ends.</summary>
    public const string Mark = "poison-";
    private static readonly string[] Queues = [ServiceQueues.Tasks, ServiceQueues.Evaluation, "vsm.s5.correction", "vsm.s5.decisions"];
    private readonly Random _random = new(seed ^ 0xbad);

    public async Task RunAsync(int count, TimeSpan duration, Task enough, CancellationToken cancel)
    {
        var begin = ledger.Now;
        for (var i = 0; i < count; i++)
        {
            await Pause.ForAsync(begin + (duration * ((double)i / count)) - ledger.Now, cancel);
            if (enough.IsCompleted)
            {
                return;
            }

            var id = Guid.NewGuid();
            var queue = Queues[_random.Next(Queues.Length)];
            var (contentType, body) = Kind(_random.Next(4), id);
            ledger.Send(new Poison(id, queue));
            await sender.SendAsync(
                "", queue, new BasicProperties { ContentType = contentType, DeliveryMode = DeliveryModes.Persistent }, Encoding.UTF8.GetBytes(body), cancel);
        }
    }

    private static (string ContentType, string Body) Kind(int kind, Guid id) => kind switch
    {
        0 => (Envelope.ContentType, $$"""{"mark":"{{Mark}}{{id}}","messageType":["urn:message:Vsm.Contracts.Control:AssignTaskMessage"],"message":{"""),
        1 => ("text/plain", $"hello {Mark}{id}"),
        2 => (Envelope.ContentType, $$$"""{"messageId":"{{{id}}}","messageType":["urn:message:Nobody.Knows:This"],"message":{"mark":"{{{Mark}}}{{{id}}}"}}"""),
        _ => (Envelope.ContentType,
            $$$"""{"messageId":"{{{id}}}","messageType":["urn:message:Vsm.Contracts.Operations:TaskResultMessage"],"message":{"mark":"{{{Mark}}}{{{id}}}"}}"""),
    };

    /// <summary>Which of them a dead message is.</summary>
    public static Guid? Find(string body)
    {
        var at = body.IndexOf(Mark, StringComparison.Ordinal);
        return at >= 0 && body.Length >= at + Mark.Length + 36 && Guid.TryParse(body.AsSpan(at + Mark.Length, 36), out var id) ? id : null;
    }
}
