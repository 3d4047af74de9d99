using System.Threading.Channels;
using Vsm.Persistence;

namespace Vsm.Unit.Tests.Persistence;

/// <summary>Round trips that end when the test says so.</summary>
internal sealed class RoundTrips
{
    private readonly Channel<RoundTrip> _begun = Channel.CreateUnbounded<RoundTrip>();
    private readonly Batcher<int, string> _batcher;

    public RoundTrips(int most) => _batcher = new Batcher<int, string>(most, BeginAsync);

    public Task<string> AskAsync(int request) => _batcher.AskAsync(request);

    /// <summary>Whether one has begun that the test has not seen yet.</summary>
    public bool HasBegun => _begun.Reader.TryPeek(out _);

    /// <summary>The next one.</summary>
    public async Task<RoundTrip> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await _begun.Reader.ReadAsync(limit.Token);
    }

    private Task<IReadOnlyList<string>> BeginAsync(IReadOnlyList<int> requests)
    {
        var trip = new RoundTrip(requests);
        _begun.Writer.TryWrite(trip);
        return trip.Results;
    }
}

internal sealed class RoundTrip(IReadOnlyList<int> requests)
{
    private readonly TaskCompletionSource<IReadOnlyList<string>> _results = new();

    public IReadOnlyList<int> Requests => requests;

    public Task<IReadOnlyList<string>> Results => _results.Task;

    public void End() => _results.SetResult([.. requests.Select(x => $"answer to {x}")]);

    public void Fail(Exception exception) => _results.SetException(exception);
}
