using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Vsm.Bus.Queues;

/// <summary>
/// Sees whether queues that are there have the arguments that they will be declared with. MassTransit would try for ever to declare one that has
/// others; a queue that is missing is left to it.
/// </summary>
internal sealed class QueueCheck(IOptions<BusOptions> options)
{
    /// <exception cref="QueueMismatchException">A queue has, or would have, other arguments than it must.</exception>
    public async Task CheckAsync(IReadOnlyDictionary<string, IReadOnlyDictionary<string, object>> queues, CancellationToken cancel)
    {
        var problems = queues.Select(x => QueueArguments.Problem(x.Key, x.Value)).OfType<string>().ToList();
        if (problems.Count == 0)
        {
            var factory = new ConnectionFactory { Uri = options.Value.RabbitMq.Uri, ClientProvidedName = "vsm check", AutomaticRecoveryEnabled = false };
            await using var connection = await factory.CreateConnectionAsync(cancel);
            foreach (var (queue, arguments) in queues.OrderBy(x => x.Key, StringComparer.Ordinal))
            {
                if (await ProblemAsync(connection, queue, arguments, cancel) is { } problem)
                {
                    problems.Add(problem);
                }
            }
        }

        if (problems.Count > 0)
        {
            throw new QueueMismatchException(string.Join(" ", problems));
        }
    }

    private static async Task<string?> ProblemAsync(IConnection connection, string queue, IReadOnlyDictionary<string, object> arguments, CancellationToken cancel)
    {
        try
        {
            // The broker closes the channel with its answer.
            await using (var looking = await connection.CreateChannelAsync(cancellationToken: cancel))
            {
                await looking.QueueDeclarePassiveAsync(queue, cancel);
            }

            await using var declaring = await connection.CreateChannelAsync(cancellationToken: cancel);
            await declaring.QueueDeclareAsync(
                queue, durable: true, exclusive: false, autoDelete: false, arguments.ToDictionary(x => x.Key, x => (object?)x.Value), cancellationToken: cancel);
            return null;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode is Constants.PreconditionFailed or Constants.ResourceLocked)
        {
            var expected = string.Join(", ", arguments.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Key}={x.Value}"));
            return $"Queue {queue} is there with other arguments than it must have: {exception.ShutdownReason.ReplyText}. Expected {expected}. "
                + "Empty it with a program that knows it and delete it; it is then declared anew.";
        }
    }
}
