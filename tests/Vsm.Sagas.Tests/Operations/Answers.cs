using System.Text.Json;
using System.Threading.Channels;
using MassTransit;
using Vsm.Contracts.Operations;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>Every answer that System 1 gives, those under an id that was there before too.</summary>
internal sealed class Answers : IPublishObserver
{
    private readonly Channel<(Guid? Id, object Message)> _given = Channel.CreateUnbounded<(Guid?, object)>();

    /// <summary>Whether there is one that the test has not seen yet.</summary>
    public bool HasMore => _given.Reader.TryPeek(out _);

    /// <summary>The next answer, as JSON, and the id of its message.</summary>
    public async Task<(Guid? Id, string Json)> NextAsync()
    {
        var (id, message) = await ReadAsync();
        return (id, JsonSerializer.Serialize(message, message.GetType()));
    }

    public async Task<T> NextAsync<T>()
        where T : class
    {
        var (_, message) = await ReadAsync();
        Assert.That(message, Is.InstanceOf<T>());
        return (T)message;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        if (context.Message is TaskResultMessage or TaskExecutionFailed or CapabilityGapMessage or Fault)
        {
            _given.Writer.TryWrite((context.MessageId, context.Message));
        }

        return Task.CompletedTask;
    }

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class =>
        Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class =>
        Task.CompletedTask;

    private async Task<(Guid? Id, object Message)> ReadAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _given.Reader.ReadAsync(limit.Token);
    }
}
