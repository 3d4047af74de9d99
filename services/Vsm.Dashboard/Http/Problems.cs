using Microsoft.AspNetCore.Http.HttpResults;

namespace Vsm.Dashboard.Http;

/// <summary>Answers that say what is wrong.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, detail);

    public static ProblemHttpResult TooLarge(string detail) => Of(StatusCodes.Status413PayloadTooLarge, detail);

    /// <summary>Something that is needed is not there now; the caller may try again after a few seconds.</summary>
    public static ProblemHttpResult Unavailable(HttpContext context, string detail) => After(context, "5", detail);

    /// <summary>Somebody else was faster; the next try sees what that one did.</summary>
    public static ProblemHttpResult Busy(HttpContext context, string detail) => After(context, "1", detail);

    private static ProblemHttpResult After(HttpContext context, string seconds, string detail)
    {
        context.Response.Headers.RetryAfter = seconds;
        return Of(StatusCodes.Status503ServiceUnavailable, detail);
    }

    /// <summary>Problems by the path of the member, or the name of the parameter, that has them.</summary>
    public static ProblemHttpResult Invalid(IEnumerable<(string Path, string Message)> problems) => TypedResults.Problem(
        new HttpValidationProblemDetails(problems.GroupBy(x => x.Path, x => x.Message).ToDictionary(x => x.Key, x => x.ToArray()))
        {
            Status = StatusCodes.Status400BadRequest,
            Detail = "The request is not valid; see errors.",
        });

    /// <summary>For requests that the routing answers: what is wrong with them.</summary>
    public static string? DetailOf(HttpRequest request, int? status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address; see /openapi/v1.json.",
        StatusCodes.Status405MethodNotAllowed => $"The address does not take {Text.Cut(request.Method, 20)}; see Allow.",
        StatusCodes.Status415UnsupportedMediaType => $"The body is of type '{Text.Cut(request.ContentType ?? "", 80)}'; expected application/json.",
        _ => null,
    };

    public static ProblemHttpResult Invalid(string path, string message) => Invalid([(path, message)]);
}

/// <summary>Ends a request with a problem from where no result can be returned.</summary>
internal sealed class RefusedRequestException(ProblemHttpResult problem) : Exception(problem.ProblemDetails.Detail)
{
    public ProblemHttpResult Problem { get; } = problem;
}
