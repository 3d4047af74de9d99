using System.Text;
using Vsm.Bus;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Failures;

namespace Vsm.Unit.Tests.Dashboard.Failures;

internal static class Given
{
    public const string Queue = "vsm.s3.tasks";
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Guid Claim = Guid.Parse("7c9e6679-7425-40de-944b-e07fc1f90ae7");

    public static RawMessage Message(string body = "{}", params (string Name, string Value)[] headers) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        ContentType = "application/json",
        MessageId = "00000000-0000-0000-0000-00000000000a",
        Headers = headers.ToDictionary(x => x.Name, x => x.Value),
    };

    /// <summary>The failure of a second, of the first sending or of a retry.</summary>
    public static FailureArrival Arrival(int second, FailedMessageRow? retried = null, string reason = "no") => ArrivalReader.Read(
        Message(
            "{}",
            [
                ("MT-Fault-Message", reason), ("MT-Fault-Timestamp", $"{Start.AddSeconds(second):O}"),
                .. retried is null ? [] : ((string, string)[])[(RetryMark.Header, RetryMark.Of(retried.Id, retried.Retries))],
            ]),
        Queue, FailedMessageKind.Error, Start);

    public static FailedMessageRow Failed() => FailureLifecycle.Arrive(null, Arrival(0))!;

    public static FailureAct Act(string? reason = null) => new(Guid.Parse("00000000-0000-0000-0000-00000000000b"), "Ada", reason, Start.AddMinutes(1));

    public static FailedMessageRow Sent(this FailedMessageRow row) =>
        FailureLifecycle.Sent(FailureLifecycle.Claim(FailureLifecycle.Retry(row, Act()), Claim, Start.AddMinutes(2)), Claim, Start.AddMinutes(1))!;
}
