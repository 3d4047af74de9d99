using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

/// <summary>Suggested policies of the <see cref="FakeServer"/>.</summary>
internal static class FakeSuggestions
{
    public static readonly Guid Task = new("22222222-2222-2222-2222-222222222222");

    private static readonly SuggestedPolicy Short = new()
    {
        Number = 3, Name = "short", Rule = "Answers are\u001B[2J short.", State = SuggestionState.Open, Seen = 2, FirstSeenAt = DateTimeOffset.UnixEpoch, LastSeenAt = DateTimeOffset.UnixEpoch,
        Sightings = [new SuggestionSighting { TaskId = Task, RulingId = Task, AgentId = Task, Said = "be short", Start = 0, End = 8, At = DateTimeOffset.UnixEpoch }],
    };

    public static void Map(IEndpointRouteBuilder api, ConcurrentQueue<(string Path, object Body)> posted)
    {
        api.MapGet("/policies/suggestions", (string? state, int? limit) => state == "Accepted"
            ? new Page<SuggestedPolicy> { Items = [] }
            : new Page<SuggestedPolicy> { Items = [Short], Next = $"{state} {limit}" });
        api.MapPost("/policies/suggestions/{number}", (int number, SuggestionRequest request) =>
        {
            posted.Enqueue(($"suggestion {number}", request with { AppliesTo = [] }));
            return number != 3 ? Results.Problem($"no suggestion {number}", statusCode: 404) : Results.Ok(Short with
            {
                State = request.Decision == SuggestionDecision.Accept ? SuggestionState.Accepted : SuggestionState.Declined, By = request.By, Reason = request.Reason,
                Policy = string.Join(' ', request.AppliesTo.Prepend(request.Name ?? "short")),
            });
        });
    }
}
