using System.Globalization;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Client;

/// <summary>The journal as it grows. A lost connection is made again where it broke off, after a wait that doubles up to five seconds.</summary>
internal sealed class EventStream(VsmClient client, TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server sends the stream for the first time; entries from then on are seen.</summary>
    public Task Connected => _connected.Task;

    /// <summary>Entries of <paramref name="task"/>, or of all; those behind the sequence <paramref name="after"/>, or from now on.</summary>
    public async IAsyncEnumerable<JournalEntryView> Read(Guid? task, long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var wait = FirstWait;
        while (!cancellation.IsCancellationRequested)
        {
            await foreach (var entry in Once(task, after, cancellation))
            {
                after = entry.Sequence;
                wait = FirstWait;
                yield return entry;
            }

            await System.Threading.Tasks.Task.Delay(wait, clock, cancellation);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async IAsyncEnumerable<JournalEntryView> Once(Guid? task, long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await Open(task, after, cancellation);
        if (response is null)
        {
            yield break;
        }

        _connected.TrySetResult();
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        var events = SseParser.Create(body, (_, data) => JsonSerializer.Deserialize<JournalEntryView>(data, JournalJson.Options))
            .EnumerateAsync(cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = events;
        while (await Next(events))
        {
            if (events.Current.Data is { } entry)
            {
                yield return entry;
            }
        }
    }

    private async Task<HttpResponseMessage?> Open(Guid? task, long? after, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, client.Query("stream", ("task", task?.ToString())));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (after is { } sequence)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", sequence.ToString(CultureInfo.InvariantCulture));
        }

        try
        {
            return await client.Connection.Open(request, cancellation);
        }
        catch (CliException exception) when (exception.MayPass || exception.ExitCode == ExitCodes.Failed)
        {
            // Not reachable now; whoever reads decides by other requests how long to hope.
            return null;
        }
    }

    private static async Task<bool> Next(IAsyncEnumerator<SseItem<JournalEntryView?>> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            // Broken off: the same as its end, the reader connects again.
            return false;
        }
        catch (JsonException exception)
        {
            throw new CliException(ExitCodes.Failed, $"the server's stream has an entry that cannot be read ({exception.Message})", exception);
        }
    }
}
