namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Requests to a server over HTTP: no redirect, proxy, cookie or credential but the operator's, and no more read than messages may be long.</summary>
internal sealed class McpHttp : DelegatingHandler
{
    private readonly Func<McpMeter> _meter;

    public McpHttp(Func<McpMeter> meter)
        : base(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }) => _meter = meter;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var content = new StreamContent(new MeteredStream(await response.Content.ReadAsStreamAsync(cancellationToken), _meter()));
        foreach (var (name, values) in response.Content.Headers)
        {
            content.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = content;
        return response;
    }
}
