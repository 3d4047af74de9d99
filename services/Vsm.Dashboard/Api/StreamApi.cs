using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Journal;

namespace Vsm.Dashboard.Api;

internal static class StreamApi
{
    public static void MapStream(this RouteGroupBuilder api) => api.MapGet("/stream", StreamAsync)
        .WithTags("Journal").WithName("StreamJournal").WithSummary("Journal entries as they come, as server-sent events")
        .WithDescription("Starts with what comes next, or behind the sequence number in Last-Event-ID or after; task is a GUID or a number.")
        .Produces<JournalEntryView>(200, "text/event-stream").ProducesProblem(400).ProducesProblem(404).ProducesProblem(503);

    private static async Task<IResult> StreamAsync(
        HttpContext http, DashboardDbContext db, JournalStreams streams, IHostApplicationLifetime lifetime, CancellationToken cancel,
        string vsm = VsmInstance.Root, string? task = null, string? after = null, [FromHeader(Name = "Last-Event-ID")] string? lastEventId = null)
    {
        // A browser that connects again repeats the address it began with, but knows better in the header.
        var position = (lastEventId is null ? null : Position("Last-Event-ID", lastEventId)) ?? (after is null ? null : Position("after", after));
        Guid? taskId = task is null ? null : (await db.TaskAsync(task, vsm, cancel)).Id;
        var start = position ?? (await db.ChainHeads.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel))?.Sequence ?? 0;
        if (!streams.TryOpen())
        {
            return Problems.Unavailable(http, "Too many streams are open; close one, or try again.");
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        try
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-cache";
            http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await streams.WriteAsync(http.Response.BodyWriter, vsm, taskId, start, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client has gone, or the process is ending: a stream has no other end.
        }
        finally
        {
            streams.Close();
        }

        return TypedResults.Empty;
    }

    private static long? Position(string name, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new RefusedRequestException(Problems.Invalid(name, $"'{Text.Cut(text, 80)}' is no sequence number; expected a whole number"));
}
