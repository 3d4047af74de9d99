using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Vsm.Bus;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Failures;

/// <summary>Reads what a failed message says of itself and of why it failed. Whatever it says can be stored.</summary>
internal static class ArrivalReader
{
    /// <summary>What the bus takes.</summary>
    public const int LongestBody = 256 * 1024;
    public const int LongestName = 300;
    public const int LongestReason = 8 * 1024;
    private const string Fault = "MT-Fault-";

    /// <summary>A message that came out of the error or skipped queue of <paramref name="queue"/>.</summary>
    public static FailureArrival Read(RawMessage message, string queue, FailedMessageKind kind, DateTimeOffset now)
    {
        var head = MessageHead.Read(message.Body);
        var id = Name(message.MessageId) ?? Name(head.MessageId) ?? IdOf(message);
        var type = head.MessageType ?? MessageHead.Contract(First(message.Header("MT-MessageType") ?? message.Header(Fault + "MessageType")));
        var mark = RetryMark.Read(message.Headers);
        var row = RowId(queue, id, message.Body);
        // A mark that came with a message to another queue is none of this one.
        var retry = mark is { } x && x.Row == row ? x.Retry : (int?)null;
        return new FailureArrival
        {
            RowId = row,
            Kind = kind,
            Queue = queue,
            MessageId = id,
            MessageType = Name(type),
            ExceptionType = kind == FailedMessageKind.Error ? Name(message.Header(Fault + "ExceptionType")) : null,
            Reason = Storable.Text(Text.Cut(ReasonOf(message, kind, type), LongestReason)),
            ContentType = Name(message.ContentType),
            CorrelationId = Name(message.CorrelationId),
            Body = message.Body.Length <= LongestBody ? message.Body : message.Body[..LongestBody],
            Length = message.Body.Length,
            Headers = message.Headers,
            At = Storable.Time(TimeOf(message) ?? now),
            Occurrence = string.Create(CultureInfo.InvariantCulture, $"{kind}/{retry ?? 0}/{message.Header(Fault + "Timestamp") ?? Short(message.Occasion)}"),
            Retry = retry,
        };
    }

    /// <summary>A message that the broker gave up; it says in which queue.</summary>
    public static FailureArrival ReadDeadLetter(RawMessage message, DateTimeOffset now) =>
        Read(message, Origin(message.Header("x-first-death-queue") ?? FailedMessageQueues.DeadLetters), FailedMessageKind.DeadLettered, now);

    /// <summary>Whether it is a request that nobody had taken when its asker stopped waiting, who knows that.</summary>
    public static bool IsGivenUp(RawMessage message) =>
        message.Header("x-first-death-reason") == "expired" && MessageHead.Read(message.Body).RequestId is not null;

    /// <summary>The body is part of it, as clients may give the same id to different messages.</summary>
    public static Guid RowId(string queue, string messageId, byte[] body) => Hash($"{queue}/{messageId}/{Convert.ToHexString(SHA256.HashData(body))}");

    /// <summary>The message to send again: as it came, without what its failure added.</summary>
    public static RawMessage ToRetry(FailedMessageRow row, FailedMessageContent content) => new()
    {
        Body = content.Body,
        ContentType = row.ContentType,
        MessageId = row.MessageId,
        CorrelationId = content.CorrelationId,
        Headers = new Dictionary<string, string>(content.Headers.Where(x => !IsOfFailure(x.Key)))
        {
            [RetryMark.Header] = RetryMark.Of(row.Id, row.Retries),
        },
    };

    private static bool IsOfFailure(string header) =>
        header == RetryMark.Header || header == "MT-Reason" || header.StartsWith(Fault, StringComparison.OrdinalIgnoreCase)
        || header is "x-delivery-count" or "x-dotnet-pub-seq-no" || header.StartsWith("x-first-death-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-last-death-", StringComparison.OrdinalIgnoreCase);

    private static string Origin(string queue) =>
        queue.EndsWith(FailedMessageQueues.ErrorSuffix, StringComparison.Ordinal) ? queue[..^FailedMessageQueues.ErrorSuffix.Length]
        : queue.EndsWith(FailedMessageQueues.SkippedSuffix, StringComparison.Ordinal) ? queue[..^FailedMessageQueues.SkippedSuffix.Length]
        : queue;

    private static string ReasonOf(RawMessage message, FailedMessageKind kind, string? type) => kind switch
    {
        FailedMessageKind.Skipped => $"The queue has no consumer for {type ?? "a message that names no type"}.",
        FailedMessageKind.DeadLettered => message.Header("x-first-death-reason") switch
        {
            "delivery_limit" => "It was delivered as often as the queue allows and never finished: whoever took it ended, or lost the broker.",
            "rejected" => "Whoever took it rejected it.",
            "expired" => "It waited longer in the queue than it was valid.",
            "maxlen" => "The queue was full.",
            var other => $"The broker gave it up{(other is null ? "" : $": {other}")}.",
        },
        _ => message.Header(Fault + "Message") ?? "Dealing with it failed; why is not said.",
    };

    private static DateTimeOffset? TimeOf(RawMessage message) =>
        DateTimeOffset.TryParse(message.Header(Fault + "Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static string IdOf(RawMessage message) => Hash(
        $"{message.ContentType}/{Convert.ToHexString(SHA256.HashData(message.Body))}/"
        + string.Join('/', message.Headers.Where(x => !IsOfFailure(x.Key)).OrderBy(x => x.Key, StringComparer.OrdinalIgnoreCase).Select(x => $"{x.Key}={x.Value}"))).ToString();

    private static Guid Hash(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), bigEndian: true);

    private static string? Header(this RawMessage message, string name) => message.Headers.GetValueOrDefault(name);

    private static string? First(string? types) => types?.Split(';', 2)[0];

    private static string? Name(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Storable.Text(text.Length <= LongestName ? text : text[..LongestName]);

    private static string? Short(string? text) => text is null ? null : Hash(text).ToString("n");
}
