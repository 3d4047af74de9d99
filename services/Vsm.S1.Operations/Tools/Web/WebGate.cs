using System.Net;
using System.Net.Sockets;

namespace Vsm.S1.Operations.Tools.Web;

/// <summary>
/// Fetches for agents. Every connection is made to an address that was looked at, not to a name that may mean another one by then; no proxy, cookie or
/// credential of the process is used.
/// </summary>
internal sealed class WebGate : IDisposable
{
    private const int MostAddresses = 4;
    private readonly IWebRoutes _routes;
    private readonly HttpMessageInvoker _http;

    public WebGate(IWebRoutes routes)
    {
        _routes = routes;
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Gets an address as it is, redirects included in what may come.</summary>
    /// <exception cref="ToolException">It leads to no public address, or there is no answer.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", "Vsm.Messaging");
        request.Headers.TryAddWithoutValidation("Accept", "text/*, application/json, application/xml;q=0.9, */*;q=0.1");
        try
        {
            return await _http.SendAsync(request, cancel);
        }
        catch (HttpRequestException failure) when (failure.InnerException is ToolException refused)
        {
            throw new ToolException(refused.Message, failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new ToolException($"{address.Authority} gave no answer that can be read ({Kind(failure)}).", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var itself) ? [itself] : await ResolveAsync(host, cancel);
        var open = addresses.Where(PublicAddresses.Contains).Take(MostAddresses).ToList();
        if (open.Count == 0)
        {
            throw new ToolException($"{host} has no public address; addresses of this machine and of private networks are never fetched from.");
        }

        Exception? last = null;
        foreach (var address in open)
        {
            try
            {
                return await _routes.ConnectAsync(new IPEndPoint(address, port), cancel);
            }
            catch (SocketException failure)
            {
                last = failure;
            }
        }

        throw new ToolException($"{host} cannot be reached.", last);
    }

    private async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel)
    {
        try
        {
            return await _routes.ResolveAsync(host, cancel);
        }
        catch (SocketException unknown)
        {
            throw new ToolException($"There is no host {host}.", unknown);
        }
    }

    private static string Kind(Exception failure) => failure is HttpRequestException request ? request.HttpRequestError.ToString() : "connection lost";
}
