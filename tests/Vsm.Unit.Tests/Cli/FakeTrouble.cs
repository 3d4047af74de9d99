using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Vsm.Unit.Tests.Cli;

/// <summary>What a server, or what stands before it, answers instead of what it was asked.</summary>
internal sealed class FakeTrouble
{
    private int _count;

    /// <summary>Each request, with its key.</summary>
    public ConcurrentQueue<(string Method, string Path, string Key)> Asked { get; } = [];

    /// <summary>Decides by the number of the request, from 1; null answers it.</summary>
    public Func<int, Func<HttpContext, RequestDelegate, Task>?> Of { get; set; } = _ => null;

    public static Task Busy(HttpContext context, string retryAfter)
    {
        context.Response.Headers.RetryAfter = retryAfter.Length == 0 ? default : retryAfter;
        return Results.Problem("The database cannot be reached; try again.", statusCode: 503).ExecuteAsync(context);
    }

    public static Task Gateway(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync("<html>no answer from behind</html>");
    }

    /// <summary>Does it, and nobody hears of that.</summary>
    public static async Task Lost(HttpContext context, RequestDelegate next)
    {
        var connection = context.Response.Body;
        context.Response.Body = new MemoryStream();
        await next(context);
        context.Response.Body = connection;
        context.Abort();
    }

    /// <summary>Says it half.</summary>
    public static async Task Half(HttpContext context, RequestDelegate next)
    {
        var connection = context.Response.Body;
        var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);
        await connection.WriteAsync(whole.ToArray().AsMemory(0, (int)whole.Length / 2));
        await connection.FlushAsync();
        context.Abort();
    }

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Asked.Enqueue((context.Request.Method, context.Request.Path.Value!["/api/v1/".Length..], context.Request.Headers["Idempotency-Key"].ToString()));
        return Of(Interlocked.Increment(ref _count)) is { } trouble ? trouble(context, next) : next(context);
    }
}
