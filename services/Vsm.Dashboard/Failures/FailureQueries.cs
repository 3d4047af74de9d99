using System.Text;
using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Failures;

internal static class FailureQueries
{
    public static IQueryable<FailedMessageRow> Fitting(this IQueryable<FailedMessageRow> rows, FailedMessageFilter filter, FailedMessageState? state)
    {
        rows = state is null ? rows : rows.Where(x => x.State == state);
        rows = filter.Queue is null ? rows : rows.Where(x => x.Queue == filter.Queue);
        rows = filter.Type is null ? rows : rows.Where(x => x.MessageType == filter.Type);
        rows = filter.Exception is null ? rows : rows.Where(x => x.ExceptionType == filter.Exception);
        if (filter.Reason is not null)
        {
            var text = filter.Reason.ToLowerInvariant();
            rows = rows.Where(x => x.Search.Contains(text));
        }

        return rows;
    }

    /// <summary>Newest first. A message's place never changes, so that a list goes on where it ended whatever was added since.</summary>
    public static IQueryable<FailedMessageRow> NewestFirst(this IQueryable<FailedMessageRow> rows, (DateTimeOffset At, Guid Id)? after)
    {
        if (after is { At: var at, Id: var id })
        {
            rows = rows.Where(x => x.FirstFailedAt < at || (x.FirstFailedAt == at && x.Id > id));
        }

        return rows.OrderByDescending(x => x.FirstFailedAt).ThenBy(x => x.Id);
    }

    /// <summary>Largest first.</summary>
    public static IQueryable<FailedMessageGroup> Groups(this IQueryable<FailedMessageRow> rows) => rows
        .GroupBy(x => new { x.ExceptionType, x.MessageType, x.Queue })
        .Select(x => new { x.Key, Count = x.Count(), First = x.Min(r => r.FirstFailedAt), Last = x.Max(r => r.FailedAt) })
        .OrderByDescending(x => x.Count).ThenBy(x => x.Key.Queue).ThenBy(x => x.Key.ExceptionType).ThenBy(x => x.Key.MessageType)
        .Select(x => new FailedMessageGroup
        {
            ExceptionType = x.Key.ExceptionType,
            MessageType = x.Key.MessageType,
            Queue = x.Key.Queue,
            Count = x.Count,
            FirstFailedAt = x.First,
            LastFailedAt = x.Last,
        });

    public static FailedMessageView ToView(this FailedMessageRow row) => new()
    {
        Id = row.Id,
        State = row.State,
        Kind = row.Kind,
        Queue = row.Queue,
        MessageId = row.MessageId,
        MessageType = row.MessageType,
        ExceptionType = row.ExceptionType,
        Reason = row.Reason,
        ContentType = row.ContentType,
        Length = row.Length,
        Cut = row.Cut,
        FirstFailedAt = row.FirstFailedAt,
        FailedAt = row.FailedAt,
        Failures = row.Failures,
        Retries = row.Retries,
        FailedRetries = row.FailedRetries,
        NeedsNote = FailureLifecycle.NeedsNote(row),
        ActId = row.ActId,
        ActBy = row.ActBy,
        ActAt = row.ActAt,
        ActReason = row.ActReason,
        SentAt = row.SentAt,
        EndedAt = row.EndedAt,
        Problem = row.Problem,
    };

    public static FailedMessageView ToView(this FailedMessageRow row, FailedMessageContent content)
    {
        var text = TextOf(content.Body, row.Cut);
        return row.ToView() with
        {
            Headers = content.Headers,
            Body = text,
            BodyBase64 = text is null ? Convert.ToBase64String(content.Body) : null,
        };
    }

    private static string? TextOf(byte[] body, bool cut)
    {
        // Where a body was cut, the last character may have been cut too.
        var most = cut ? 3 : 0;
        for (var left = 0; left <= most && left <= body.Length; left++)
        {
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body, 0, body.Length - left);
            }
            catch (DecoderFallbackException)
            {
            }
        }

        return null;
    }
}
