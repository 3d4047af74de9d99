using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;

namespace Vsm.Dashboard.Api;

/// <summary>Policies that were suggested are asked of Policy, which keeps them.</summary>
internal static partial class SuggestionsApi
{
    // As many as fit into one message.
    private const int MostAtOnce = 20;

    public static void MapSuggestions(this RouteGroupBuilder api)
    {
        var suggestions = api.MapGroup("/policies/suggestions").WithTags("Policies");
        suggestions.MapGet("", ListAsync).WithName("ListPolicySuggestions").WithSummary("Policies that tasks suggest, by number; at most 20 at once")
            .ProducesProblem(400).ProducesProblem(503);
        suggestions.MapPost("/{number}", DecideAsync).WithName("DecidePolicySuggestion").WithSummary("A person makes a suggestion a policy, or declines it")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(415).ProducesProblem(503);
    }

    private static async Task<Results<Ok<Page<SuggestedPolicy>>, ProblemHttpResult>> ListAsync(
        IRequestClient<FindPolicySuggestions> suggestions, HttpContext http, ILogger<SuggestedPolicy> logger, string vsm = VsmInstance.Root,
        SuggestionState? state = null, int? limit = null, string? after = null)
    {
        var (count, last) = (Math.Min(Paging.Limit(limit), MostAtOnce), Paging.After(after));
        try
        {
            var found = await suggestions.GetResponse<PolicySuggestionsFound>(
                new FindPolicySuggestions { Vsm = vsm, State = state, After = (int)Math.Min(last, int.MaxValue), Limit = count + 1 }, http.RequestAborted);
            return TypedResults.Ok(found.Message.Suggestions.ToList().ToPage(count, x => Paging.Cursor(x.Number), x => x));
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            LogNotAnswered(logger, exception);
            return Problems.Unavailable(http, "Policy, which keeps the suggestions, did not answer; try again.");
        }
    }

    private static async Task<Results<Ok<SuggestedPolicy>, ProblemHttpResult>> DecideAsync(
        int number, Body<SuggestionRequest> body, IRequestClient<DecidePolicySuggestion> decisions, HttpContext http, ILogger<SuggestedPolicy> logger,
        string vsm = VsmInstance.Root, [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var problems = RequestTexts.Problems(
            ("by", request.By, RequestLimits.Name), ("reason", request.Reason, RequestLimits.Reason), ("name", request.Name, 100), ("rule", request.Rule, RequestLimits.Reason));
        if (problems.Count > 0)
        {
            return Problems.Invalid([.. problems]);
        }

        try
        {
            // Whoever asked may be gone; it is decided all the same.
            var answer = await decisions.GetResponse<PolicySuggestionDecided, PolicySuggestionRefused>(
                new DecidePolicySuggestion
                {
                    RequestId = KeyIds.Of($"suggestion/{number}", vsm, key), Vsm = vsm, Number = number, Decision = request.Decision, By = request.By, Reason = request.Reason,
                    Name = request.Name, Rule = request.Rule, AppliesTo = request.AppliesTo,
                },
                CancellationToken.None);
            return answer.Is(out Response<PolicySuggestionDecided>? decided) ? TypedResults.Ok(decided.Message.Suggestion)
                : answer.Is(out Response<PolicySuggestionRefused>? refused) ? Refused(refused.Message)
                : Problems.Conflict("The decision was refused.");
        }
        catch (Exception exception) when (exception is not Bus.MessageTooLargeException)
        {
            LogNotAnswered(logger, exception);
            return Problems.Unavailable(http, "Policy did not answer; see whether it was decided before you decide it again.");
        }
    }

    private static ProblemHttpResult Refused(PolicySuggestionRefused refused) => refused.Problem switch
    {
        SuggestionProblem.Unknown => Problems.NotFound(refused.Reason),
        SuggestionProblem.Conflict => Problems.Conflict(refused.Reason),
        _ => Problems.Invalid("decision", refused.Reason),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A request about suggested policies was not answered")]
    private static partial void LogNotAnswered(ILogger logger, Exception exception);
}
