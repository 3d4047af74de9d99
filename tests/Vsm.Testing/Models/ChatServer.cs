using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Vsm.Testing.Models;

/// <summary>
/// A server on a free loopback port that speaks as OpenAI's chat completions do, and says what the test tells it. What is unscripted fails with 418, which
/// nobody takes for an answer.
/// </summary>
public sealed class ChatServer : IAsyncDisposable
{
    public const string Key = "sk-test-0123456789";
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ChatReply> _replies = new();
    private readonly ConcurrentQueue<ChatRequest> _requests = new();

    private ChatServer(WebApplication app) => _app = app;

    /// <summary>What clients take as their base address.</summary>
    public Uri Address => new($"{_app.Urls.First()}/v1");

    public IReadOnlyList<ChatRequest> Requests => [.. _requests];

    /// <summary>Answers what no reply was queued for.</summary>
    public Func<ChatRequest, ChatReply>? Otherwise { get; set; }

    public static async Task<ChatServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var server = new ChatServer(app);
        app.UseRouting();
        app.MapPost("/v1/chat/completions", server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Says these one after another.</summary>
    public ChatServer Says(params ChatReply[] replies)
    {
        foreach (var reply in replies)
        {
            _replies.Enqueue(reply);
        }

        return this;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync(); // who still waits for an answer gets none
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var key = context.Request.Headers.Authorization.ToString();
        var request = new ChatRequest(body.RootElement.Clone(), key.StartsWith("Bearer ", StringComparison.Ordinal) ? key["Bearer ".Length..] : null);
        _requests.Enqueue(request);
        var reply = request.Key != Key ? ChatReply.Error(401, $"Incorrect API key provided: {request.Key}.", "invalid_api_key")
            : _replies.TryDequeue(out var next) ? next
            : Otherwise?.Invoke(request) ?? ChatReply.Error(418, "The test has no answer to this.");
        await reply.WriteAsync(context, request);
    }
}
