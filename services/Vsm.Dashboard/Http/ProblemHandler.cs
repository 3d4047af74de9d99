using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Vsm.Bus;
using Vsm.Bus.Retries;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.Persistence;

namespace Vsm.Dashboard.Http;

/// <summary>Turns failures that have a reason worth telling into problem details; what is left is a 500 that tells nothing.</summary>
internal sealed class ProblemHandler(IStoreProvider store, FailureKinds kinds) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        IResult? problem = exception switch
        {
            // The headers that were set before are gone by now.
            RefusedRequestException { Problem.StatusCode: StatusCodes.Status503ServiceUnavailable } x => Problems.Unavailable(httpContext, x.Message),
            RefusedRequestException x => x.Problem,
            MessageTooLargeException x => Problems.TooLarge(x.Message),
            ContentStoreUnavailableException => Problems.Unavailable(httpContext, "The content store cannot be reached, or takes nothing now; try again."),
            ContentUnavailableException x => Problems.Of(StatusCodes.Status500InternalServerError, x.Message),
            CommandNotSentException x => Problems.Unavailable(httpContext, x.Message),
            BadHttpRequestException x => OfBadRequest(httpContext, x),
            _ when store.IsUnavailable(exception) => Problems.Unavailable(httpContext, "The database cannot be reached; try again."),
            _ => kinds.Of(exception) switch
            {
                FailureKind.Unavailable => Problems.Unavailable(httpContext, "The database or the message broker cannot be reached; try again."),
                FailureKind.Conflict => Problems.Busy(httpContext, "Others changed the same at this moment; try again."),
                _ => null,
            },
        };
        if (problem is null)
        {
            return false;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static IResult OfBadRequest(HttpContext context, BadHttpRequestException exception)
    {
        // The binder's text names a parameter, and our languages' types, which are no caller's business.
        var parameter = context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .FirstOrDefault(x => exception.Message.Contains($" {x.Name}\"", StringComparison.Ordinal));
        return exception.StatusCode switch
        {
            StatusCodes.Status400BadRequest when parameter is not null => Problems.Invalid(
                parameter.Name, $"'{Text.Cut(context.Request.Query[parameter.Name].ToString(), 80)}' cannot be read as {ExpectedText.Of(parameter.ParameterInfo.ParameterType)}"),
            StatusCodes.Status413PayloadTooLarge => Problems.TooLarge($"The body is too large; at most {RequestLimits.Body} bytes are read."),
            var status => Problems.Of(status, exception.Message),
        };
    }
}
