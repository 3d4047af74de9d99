using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Vsm.Ai;
using Vsm.Ai.Pipeline;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_a_call_is_tried_again
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);
    private readonly HastyClock _clock = new(CallLimit);
    private ChatServer _server = null!;
    private ModelBench _bench = null!;

    private IChatClient Client => _bench.Models.Get("test/m");

    [SetUp]
    public async Task StartAsync()
    {
        _clock.Pauses.Clear();
        _server = await ChatServer.StartAsync();
        _bench = ModelBench.Of(_server, _clock, ("Vsm:Ai:RetryPause", "00:00:02"), ("Vsm:Ai:LongestPause", "00:00:20"));
    }

    [TearDown]
    public async Task EndAsync()
    {
        await _bench.DisposeAsync();
        await _server.DisposeAsync();
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task It_waits_as_long_as_the_provider_says_else_longer_each_time(bool streams)
    {
        _server.Says(ChatReply.Error(429, retryAfter: 7), ChatReply.Error(500), ChatReply.Text("at last"));

        var answer = streams ? await Client.GetStreamingResponseAsync("Hello").ToChatResponseAsync() : await Client.GetResponseAsync("Hello");

        Assert.That(answer.Text, Is.EqualTo("at last"));
        Assert.That(_clock.Pauses, Is.EqualTo([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(4)]));
    }

    [Test]
    public void It_ends_after_as_many_tries_as_are_set()
    {
        _server.Otherwise = _ => ChatReply.Error(503);

        var failure = Assert.ThrowsAsync<ModelException>(() => Client.GetResponseAsync("Hello"));

        Assert.That((failure!.Error, _server.Requests.Count), Is.EqualTo((ModelError.Unavailable, 3)));
    }

    [Test]
    public void A_provider_that_wants_to_be_left_alone_for_long_is()
    {
        _server.Says(ChatReply.Error(429, retryAfter: 3600));

        var failure = Assert.ThrowsAsync<ModelException>(() => Client.GetResponseAsync("Hello"));

        Assert.That((failure!.Error, failure.RetryAfter, _server.Requests.Count), Is.EqualTo((ModelError.RateLimited, (TimeSpan?)TimeSpan.FromHours(1), 1)));
    }

    [TestCase(400)]
    [TestCase(401)]
    [TestCase(404)]
    public void What_will_not_pass_is_not_tried_again(int status)
    {
        _server.Says(ChatReply.Error(status));

        Assert.ThrowsAsync<ModelException>(() => Client.GetResponseAsync("Hello"));

        Assert.That(_server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_stream_of_which_something_was_given_on_is_not_begun_again()
    {
        var breaking = new BreakingClient();
        var client = new RetryChatClient(breaking, new ModelName("test", "m"), new AiOptions(), _clock, NullLogger.Instance);

        Assert.ThrowsAsync<ModelException>(() => client.GetStreamingResponseAsync("Hello").ToChatResponseAsync());

        Assert.That(breaking.Calls, Is.EqualTo(1));
    }

    /// <summary>Breaks off after the first piece.</summary>
    private sealed class BreakingClient : IChatClient
    {
        public int Calls { get; private set; }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Calls++;
            yield return new ChatResponseUpdate(ChatRole.Assistant, "Once upon");
            await Task.CompletedTask;
            throw new ModelException(ModelError.Unavailable, "The line broke.");
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
