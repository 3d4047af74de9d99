using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Vsm.Hosting.Health;

/// <summary><c>/health/startup</c>, <c>/health/live</c> and <c>/health/ready</c>: 200 or 503, and for callers on this machine what was looked at.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var monitor = routes.ServiceProvider.GetRequiredService<HealthMonitor>();
        routes.MapGet("/health/startup", context => AnswerAsync(context, monitor.Now.Startup));
        routes.MapGet("/health/live", context => AnswerAsync(context, monitor.Now.Live));
        routes.MapGet("/health/ready", context => AnswerAsync(context, monitor.Now.Ready));
    }

    /// <summary>While the process drains, nothing new is begun; what only reads goes on.</summary>
    public static void UseDraining(this IApplicationBuilder app)
    {
        var lifetime = app.ApplicationServices.GetRequiredService<IHostApplicationLifetime>();
        app.Use((context, next) =>
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            {
                return next(context);
            }

            context.Response.Headers.RetryAfter = "5";
            context.Response.Headers.Connection = "close";
            return TypedResults.Problem("This process is stopping; try again, which another answers.", statusCode: StatusCodes.Status503ServiceUnavailable)
                .ExecuteAsync(context);
        });
    }

    private static async Task AnswerAsync(HttpContext context, IReadOnlyList<HealthCheck> checks)
    {
        var healthy = checks.All(x => x.Problem is null);
        context.Response.StatusCode = healthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        await using var writer = new Utf8JsonWriter(context.Response.Body);
        writer.WriteStartObject();
        writer.WriteString("status", StatusOf(healthy));
        if (IsLocal(context))
        {
            writer.WriteStartObject("checks");
            foreach (var check in checks)
            {
                writer.WriteStartObject(check.Name);
                writer.WriteString("status", StatusOf(check.Problem is null));
                if (check.Problem is { } problem)
                {
                    writer.WriteString("problem", problem);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string StatusOf(bool healthy) => healthy ? "Healthy" : "Unhealthy";

    // What a proxy on this machine hands on comes from elsewhere.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");
}
