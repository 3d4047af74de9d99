using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

/// <summary>Failed messages as the API shows them.</summary>
/// <param name="posted">What was asked for.</param>
internal sealed class FakeFailures(ConcurrentQueue<(string Path, object Body)> posted)
{
    private int _retrying;

    public List<FailedMessageView> All { get; } = [];

    /// <summary>How often progress is asked for before it is done.</summary>
    public int Retrying
    {
        set => _retrying = value;
    }

    /// <summary>How many of three retried messages fail again.</summary>
    public int FailsAgain { get; set; }

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/failed-messages", (string? queue, FailedMessageState? state, string? reason) =>
            new Page<FailedMessageView> { Items = [.. All.Where(x => (queue ?? x.Queue) == x.Queue && (state ?? x.State) == x.State && x.Reason.Contains(reason ?? ""))] });
        api.MapGet("/failed-messages/groups", () => new Page<FailedMessageGroup> { Items = [Views.FailedGroup] });
        api.MapGet("/failed-messages/acts/{id}", (Guid id) =>
            new FailedMessagesProgress { ActId = id, Total = 3, Retrying = Interlocked.Decrement(ref _retrying) >= 0 ? 1 : 0, Sent = 0, Resolved = 3 - FailsAgain, Failed = FailsAgain, Discarded = 0 });
        api.MapGet("/failed-messages/{id}", (Guid id) => Find(id) is { } view ? Results.Ok(view) : None(id));
        api.MapPost("/failed-messages/{id}/retry", (Guid id, RetryRequest request) => Act($"retry {id}", id, request));
        api.MapPost("/failed-messages/{id}/discard", (Guid id, DiscardRequest request) => Act($"discard {id}", id, request));
        api.MapPost("/failed-messages/retry", (RetryManyRequest request) => Act("retry", request));
        api.MapPost("/failed-messages/discard", (DiscardManyRequest request) => Act("discard", request));
    }

    private IResult Act(string path, Guid id, object request)
    {
        posted.Enqueue((path, request));
        return Find(id) is not { } view ? None(id)
            : view.State != FailedMessageState.Failed ? Results.Problem($"its state is {view.State}", statusCode: 409)
            : Results.Accepted(null, view with { ActId = Guid.NewGuid() });
    }

    private IResult Act(string path, object request)
    {
        posted.Enqueue((path, request));
        return Results.Accepted(null, new FailedMessagesTaken { ActId = Guid.NewGuid(), Count = 3, LeftOut = 1 });
    }

    private FailedMessageView? Find(Guid id) => All.Find(x => x.Id == id);

    private static IResult None(Guid id) => Results.Problem($"no failed message {id}", statusCode: 404);
}
