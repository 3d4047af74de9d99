using System.Net.Http.Json;
using System.Text.Json;
using Vsm.Contracts.Dashboard;

namespace Vsm.Cli.Client;

/// <summary>Sends requests to one server, again where that may help, and turns everything that can go wrong into messages.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;
    private readonly Retries _retries;

    public ApiConnection(Uri server, Retries retries)
        : this(server, retries, new HttpClient(new SocketsHttpHandler { UseProxy = !server.IsLoopback, ConnectTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = new Uri(server, "/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 256 * 1024 * 1024,
        })
    {
    }

    private ApiConnection(Uri server, Retries retries, HttpClient http) => (Server, _retries, _http) = (server, retries, http);

    public Uri Server { get; }

    /// <summary>How long the user waits for a server that is away.</summary>
    public TimeSpan Patience => _retries.Patience;

    /// <summary>The same connection, for who asks again by itself; whoever has this one disposes of it.</summary>
    public ApiConnection Once => new(Server, _retries.None, _http);

    public Task<T> Get<T>(string path, CancellationToken cancellation) =>
        _retries.RunAsync(token => Send<T>(new HttpRequestMessage(HttpMethod.Get, path), token), cancellation);

    /// <summary>Asks again under the same key, which has its effect once.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="body">What.</param>
    /// <param name="idempotencyKey">Of this request and no other.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <param name="toItsEnd">It ends the pauses only: a request under way is answered first.</param>
    public Task<T> Post<T>(string path, object body, string idempotencyKey, CancellationToken cancellation, bool toItsEnd = false) =>
        _retries.RunAsync(token => Send<T>(WithBody(HttpMethod.Post, path, body, idempotencyKey), toItsEnd ? CancellationToken.None : token), cancellation);

    public Task Post(string path, object body, CancellationToken cancellation) => Do(HttpMethod.Post, path, body, cancellation);

    public Task Put(string path, object body, CancellationToken cancellation) => Do(HttpMethod.Put, path, body, cancellation);

    public Task<T> Put<T>(string path, object body, CancellationToken cancellation)
    {
        var key = NewKey();
        return _retries.RunAsync(token => Send<T>(WithBody(HttpMethod.Put, path, body, key), token), cancellation);
    }

    public Task Delete(string path, CancellationToken cancellation)
    {
        var asked = 0;
        return _retries.RunAsync(
            async token =>
            {
                try
                {
                    asked++;
                    return await Done(new HttpRequestMessage(HttpMethod.Delete, path), token);
                }
                catch (CliException exception) when (asked > 1 && exception.ExitCode == ExitCodes.NotFound)
                {
                    // An earlier try did it, and its answer was lost; whatever was the case, it is not there now.
                    return true;
                }
            },
            cancellation);
    }

    /// <summary>Sends a body of any length; the server may take as long for it as it goes on.</summary>
    /// <param name="path">Where to; what is sent there again is stored once.</param>
    /// <param name="open">Opens the body, from its start, for each time that it is sent.</param>
    /// <param name="cancellation">Ends the request.</param>
    public Task<T> Upload<T>(string path, Func<Stream> open, CancellationToken cancellation) => _retries.RunAsync(
        token =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(open(), 64 * 1024) };
            request.Content.Headers.ContentType = new("application/octet-stream");
            // A server that will not take it says so before all of it is on its way.
            request.Headers.ExpectContinue = true;
            return Send<T>(request, token, Timeout.InfiniteTimeSpan);
        },
        cancellation);

    /// <summary>Does something that asks the server, again where that may help.</summary>
    public Task<T> Repeat<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation) => _retries.RunAsync(ask, cancellation);

    /// <summary>Reads on in the body of an answer.</summary>
    public async Task<int> Read(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception)
        {
            throw Unreachable(exception, mayPass: true);
        }
    }

    /// <summary>An answer whose body is read as it comes; asked for once.</summary>
    public Task<HttpResponseMessage> Open(HttpRequestMessage request, CancellationToken cancellation) =>
        Answer(request, HttpCompletionOption.ResponseHeadersRead, cancellation);

    public void Dispose() => _http.Dispose();

    private static string NewKey() => Guid.NewGuid().ToString();

    private static HttpRequestMessage WithBody(HttpMethod method, string path, object body, string idempotencyKey)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body, body.GetType(), options: JournalJson.Options) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        return request;
    }

    private Task Do(HttpMethod method, string path, object body, CancellationToken cancellation)
    {
        var key = NewKey();
        return _retries.RunAsync(token => Done(WithBody(method, path, body, key), token), cancellation);
    }

    private async Task<bool> Done(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await Answer(request, HttpCompletionOption.ResponseContentRead, cancellation);
        return true;
    }

    private async Task<T> Send<T>(HttpRequestMessage request, CancellationToken cancellation, TimeSpan? within = null)
    {
        using var response = await Answer(request, HttpCompletionOption.ResponseContentRead, cancellation, within);
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
        patience.CancelAfter(within ?? AnswerWithin);
        try
        {
            var response = await _http.SendAsync(request, completion, patience.Token);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                throw ProblemText.From(response, await response.Content.ReadAsStringAsync(patience.Token), _retries.Clock.GetUtcNow());
            }
        }
        catch (HttpRequestException exception)
        {
            throw Unreachable(exception, MayPass(exception));
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new CliException(ExitCodes.Failed, $"the server at {Server} did not answer within {AnswerWithin.TotalSeconds:0} s; try again later.", exception);
        }
        finally
        {
            request.Dispose();
        }
    }

    // Refused or cut off; a name that nobody knows or a certificate that is wrong stays so.
    private static bool MayPass(HttpRequestException exception) =>
        exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.ResponseEnded || exception.InnerException is IOException;

    private CliException Unreachable(Exception exception, bool mayPass) => new(
        ExitCodes.Failed,
        $"the server at {Server} cannot be reached ({exception.Message}). Is it running? Start one, or name another with --server or VSM_SERVER.",
        exception)
    { MayPass = mayPass };

    private CliException Strange(string what) =>
        new(ExitCodes.Failed, $"the server at {Server} answered with something else than expected ({what}). Is it a VSM server of this version?");
}
