using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Vsm.Testing.Models;

/// <summary>What the server answers to one request.</summary>
public sealed class ChatReply
{
    private readonly Func<HttpContext, ChatRequest, Task> _write;

    private ChatReply(Func<HttpContext, ChatRequest, Task> write) => _write = write;

    /// <summary>An answer; without <paramref name="usage"/>, nobody says how many tokens it took.</summary>
    public static ChatReply Text(string text, (int Input, int Output)? usage = null, string finish = "stop", bool counted = true) =>
        Of(new ChatCompletionWire { Text = text, Usage = counted ? usage ?? (10, 5) : null, Finish = finish });

    public static ChatReply Calls(params (string Id, string Name, string Arguments)[] calls) =>
        Of(new ChatCompletionWire { Calls = calls, Usage = (10, 5), Finish = "tool_calls" });

    public static ChatReply Refusal(string text) => Of(new ChatCompletionWire { Refusal = text, Usage = (10, 5), Finish = "stop" });

    public static ChatReply Error(int status, string message = "No.", string? code = null, int? retryAfter = null) => new((context, _) =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsJsonAsync(new { error = new { message, type = "invalid_request_error", code } });
    });

    /// <summary>Anything, said to be a good answer.</summary>
    public static ChatReply Raw(string body, string type = "application/json") => new((context, _) =>
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    });

    /// <summary>The beginning of a stream; then the connection ends, in order or not.</summary>
    public static ChatReply Broken(string text, bool abort) => new(async (context, request) =>
    {
        await new ChatCompletionWire { Text = text }.StreamAsync(context.Response, request.Model, whole: false);
        if (abort)
        {
            context.Abort();
        }
    });

    /// <summary>Nothing, for as long as the client waits.</summary>
    public static ChatReply Silence() => new(async (context, _) =>
    {
        var left = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(left.SetResult);
        await left.Task;
    });

    /// <summary>The same, but not before the test says so.</summary>
    public ChatReply After(Task gate) => new(async (context, request) =>
    {
        await gate.WaitAsync(context.RequestAborted);
        await WriteAsync(context, request);
    });

    internal Task WriteAsync(HttpContext context, ChatRequest request) => _write(context, request);

    private static ChatReply Of(ChatCompletionWire wire) => new((context, request) => request.Streams
        ? wire.StreamAsync(context.Response, request.Model, whole: true)
        : context.Response.WriteAsJsonAsync(wire.Whole(request.Model)));
}
