using System.Net;

namespace Vsm.Testing;

/// <summary>
/// Asks again, under the same key, where the API says to try again, as every client has to. Only among <see cref="Failures"/>: without them each answer is
/// what a test is told.
/// </summary>
public sealed class AskingAgain : DelegatingHandler
{
    /// <summary>A text by which a request knows the 503 that it is sent for.</summary>
    public static readonly HttpRequestOptionsKey<string> Wanted = new("wanted");

    private const string Key = "Idempotency-Key";
    private const int Most = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private AskingAgain()
        : base(new SocketsHttpHandler())
    {
    }

    public static HttpClient Client(Uri address) =>
        new(Failures.AreWanted ? new AskingAgain() : new SocketsHttpHandler()) { BaseAddress = address };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Post && !request.Headers.Contains(Key))
        {
            request.Headers.Add(Key, Guid.NewGuid().ToString());
        }

        using var timer = new PeriodicTimer(Pause);
        for (var asked = 1; ; asked++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || asked == Most || await IsWantedAsync(request, response, cancellationToken))
            {
                return response;
            }

            response.Dispose();
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<bool> IsWantedAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancel) =>
        request.Options.TryGetValue(Wanted, out var text) && (await response.Content.ReadAsStringAsync(cancel)).Contains(text, StringComparison.Ordinal);
}
