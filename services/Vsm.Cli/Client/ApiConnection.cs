using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Dashboard;

namespace Vsm.Cli.Client;

/// <summary>Sends requests to one server and turns everything that can go wrong into messages.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    public ApiConnection(Uri server)
    {
        Server = server;
        var handler = new SocketsHttpHandler { UseProxy = !server.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10) };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri(server, "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 256 * 1024 * 1024,
        };
    }

    public Uri Server { get; }

    public Task<T> Get<T>(string path, CancellationToken cancellation) =>
        Send<T>(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    public Task<T> Post<T>(string path, object body, string idempotencyKey, CancellationToken cancellation) =>
        Send<T>(() => Posting(path, body, idempotencyKey), cancellation);

    public async Task Post(string path, object body, CancellationToken cancellation)
    {
        using var response = await Answer(Posting(path, body, Guid.NewGuid().ToString()), HttpCompletionOption.ResponseContentRead, cancellation);
    }

    public async Task Put(string path, object body, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType(), options: JournalJson.Options) };
        using var response = await Answer(request, HttpCompletionOption.ResponseContentRead, cancellation);
    }

    public Task<T> Put<T>(string path, object body, CancellationToken cancellation) => Send<T>(
        () => new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType(), options: JournalJson.Options) }, cancellation);

    public async Task Delete(string path, CancellationToken cancellation)
    {
        using var response = await Answer(new HttpRequestMessage(HttpMethod.Delete, path), HttpCompletionOption.ResponseContentRead, cancellation);
    }

    /// <summary>Sends a body of any length; the server may take as long for it as it goes on.</summary>
    public Task<T> Upload<T>(string path, Stream body, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(body, 64 * 1024) };
        request.Content.Headers.ContentType = new("application/octet-stream");
        // A server that will not take it says so before all of it is on its way.
        request.Headers.ExpectContinue = true;
        return Send<T>(() => request, cancellation, Timeout.InfiniteTimeSpan);
    }

    /// <summary>An answer whose body is read as it comes.</summary>
    public Task<HttpResponseMessage> Open(HttpRequestMessage request, CancellationToken cancellation) =>
        Answer(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Posting(string path, object body, string idempotencyKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: JournalJson.Options) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return request;
    }

    private async Task<T> Send<T>(Func<HttpRequestMessage> create, CancellationToken cancellation, TimeSpan? within = null)
    {
        using var response = await Answer(create(), HttpCompletionOption.ResponseContentRead, cancellation, within);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(JournalJson.Options, cancellation)
                ?? throw Strange("nothing");
        }
        catch (JsonException exception)
        {
            throw Strange(exception.Message);
        }
    }

    private async Task<HttpResponseMessage> Answer(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellation, TimeSpan? within = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(within ?? Patience);
        try
        {
            var response = await _http.SendAsync(request, completion, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw ProblemText.From(response.StatusCode, response.ReasonPhrase, await response.Content.ReadAsStringAsync(patience.Token));
            }
        }
        catch (HttpRequestException exception)
        {
            throw new CliException(
                ExitCodes.Failed,
                $"the server at {Server} cannot be reached ({exception.Message}). Is it running? Start one, or name another with --server or VSM_SERVER.",
                exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.Failed, $"the server at {Server} did not answer within {Patience.TotalSeconds:0} s; try again later.", exception);
        }
        finally
        {
            request.Dispose();
        }
    }

    private CliException Strange(string what) =>
        new(ExitCodes.Failed, $"the server at {Server} answered with something else than expected ({what}). Is it a VSM server of this version?");
}
