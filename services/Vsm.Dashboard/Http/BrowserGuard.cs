using Microsoft.Extensions.Options;

namespace Vsm.Dashboard.Http;

/// <summary>
/// Keeps pages of other sites, open in a browser on this machine, from using an API that takes everybody on the machine at their word: by a name that
/// they make point here, or by a request that needs no permission of ours to be sent.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, IOptions<HttpAccessOptions> options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!options.Value.AllowAnonymous && !LoopbackHost.Is(request.Host.Host))
        {
            await Problems.Of(StatusCodes.Status403Forbidden,
                $"The request was sent to '{request.Host.Host}'; expected localhost or a loopback address, unless Vsm:Http:AllowAnonymous is true.")
                .ExecuteAsync(context);
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && IsOfOtherSite(request))
        {
            await Problems.Of(StatusCodes.Status403Forbidden, "Pages of other sites may not change anything here.").ExecuteAsync(context);
        }
        else
        {
            context.Response.Headers.XContentTypeOptions = "nosniff";
            await next(context);
        }
    }

    private static bool IsOfOtherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => false,
        "" => request.Headers.Origin.Count > 0
            && !(Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
                && string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)),
        _ => true,
    };
}
