using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vsm.S1.Operations.Tools.Web;

namespace Vsm.Unit.Tests.Operations.Tools;

/// <summary>A server on a free loopback port that is every public address there is, with names as the test says.</summary>
internal sealed class MadeUpWeb : IWebRoutes, IAsyncDisposable
{
    public static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");
    private readonly WebApplication _app;

    private MadeUpWeb(WebApplication app) => _app = app;

    public ConcurrentDictionary<string, Queue<IPAddress[]>> Names { get; } = [];

    public ConcurrentQueue<IPEndPoint> Connections { get; } = [];

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<MadeUpWeb> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        var web = new MadeUpWeb(app);
        app.Run(x => web.Answer(x));
        await app.StartAsync();
        return web;
    }

    public MadeUpWeb Name(string host, params string[][] answers)
    {
        Names[host] = new Queue<IPAddress[]>(answers.Select(x => x.Select(IPAddress.Parse).ToArray()));
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel) => Names.TryGetValue(host, out var answers)
        ? Task.FromResult<IReadOnlyList<IPAddress>>(answers.Count > 1 ? answers.Dequeue() : answers.Peek())
        : throw new SocketException((int)SocketError.HostNotFound);

    public Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancel)
    {
        Connections.Enqueue(address);
        return new SystemRoutes().ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(_app.Urls.First()).Port), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
