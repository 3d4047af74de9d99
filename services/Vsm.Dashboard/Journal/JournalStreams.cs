using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Dashboard.Data;

namespace Vsm.Dashboard.Journal;

/// <summary>
/// Writes journals as server-sent events. The writer of this process wakes the streams; the table is looked at once a second for what other replicas
/// wrote.
/// </summary>
internal sealed class JournalStreams(
    JournalFeed feed, IDbContextFactory<DashboardDbContext> contexts, IOptions<JsonOptions> json, IOptions<DashboardOptions> options, TimeProvider clock)
{
    private const int Chunk = 200;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private int _open;

    public bool TryOpen()
    {
        if (Interlocked.Increment(ref _open) <= options.Value.MaxStreams)
        {
            return true;
        }

        Close();
        return false;
    }

    public void Close() => Interlocked.Decrement(ref _open);

    /// <summary>Writes what follows a sequence number, and then what comes, until it is cancelled.</summary>
    public async Task WriteAsync(PipeWriter output, string vsm, Guid? task, long position, CancellationToken cancel)
    {
        // A comment at once tells the client that from here on nothing is missed.
        await WriteAsync(output, ": from " + position + "\n\n", cancel);
        var written = clock.GetTimestamp();
        while (true)
        {
            var changed = feed.Changed;
            foreach (var record in await NextAsync(vsm, position, cancel))
            {
                position = record.Sequence;
                if (task is null || record.TaskId == task)
                {
                    await WriteAsync(output, Event(record), cancel);
                    written = clock.GetTimestamp();
                }

                changed = Task.CompletedTask;
            }

            if (!changed.IsCompleted)
            {
                await WaitAsync(changed, cancel);
            }

            if (clock.GetElapsedTime(written) >= options.Value.StreamComment)
            {
                await WriteAsync(output, ": still here\n\n", cancel);
                written = clock.GetTimestamp();
            }
        }
    }

    private async Task<IReadOnlyList<JournalRecord>> NextAsync(string vsm, long position, CancellationToken cancel)
    {
        if (feed.After(vsm, position) is { Count: > 0 } latest)
        {
            return latest;
        }

        await using var db = await contexts.CreateDbContextAsync(cancel);
        var head = await db.ChainHeads.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel);
        return head is null || head.Sequence <= position
            ? []
            : await db.Records.AsNoTracking().Where(x => x.Vsm == vsm && x.Sequence > position)
                .OrderBy(x => x.Sequence).Take(Chunk).ToListAsync(cancel);
    }

    private async Task WaitAsync(Task changed, CancellationToken cancel)
    {
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var atMost = options.Value.StreamComment < Poll ? options.Value.StreamComment : Poll;
        await Task.WhenAny(changed, Task.Delay(atMost, clock, pause.Token));
        await pause.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private string Event(JournalRecord record) =>
        $"id: {record.Sequence}\ndata: {JsonSerializer.Serialize(record.ToView(), json.Value.SerializerOptions)}\n\n";

    private static async Task WriteAsync(PipeWriter output, string text, CancellationToken cancel) =>
        await output.WriteAsync(Encoding.UTF8.GetBytes(text), cancel);
}
