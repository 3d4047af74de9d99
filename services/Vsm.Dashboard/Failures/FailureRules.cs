using Vsm.Contracts.Http;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Failures;

/// <summary>What is wrong with requests about failed messages.</summary>
internal static class FailureRules
{
    public static IReadOnlyList<(string Path, string Message)> ProblemsOf(RetryRequest request) =>
        RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("note", request.Note, RequestLimits.Reason));

    public static IReadOnlyList<(string Path, string Message)> ProblemsOf(DiscardRequest request) =>
        RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("reason", request.Reason, RequestLimits.Reason));

    public static IReadOnlyList<(string Path, string Message)> ProblemsOf(RetryManyRequest request) =>
        [.. RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("note", request.Note, RequestLimits.Reason)), .. ProblemsOf(request.Filter, "filter.")];

    public static IReadOnlyList<(string Path, string Message)> ProblemsOf(DiscardManyRequest request) =>
        [.. RequestTexts.Problems(("by", request.By, RequestLimits.Name), ("reason", request.Reason, RequestLimits.Reason)), .. ProblemsOf(request.Filter, "filter.")];

    public static IReadOnlyList<(string Path, string Message)> ProblemsOf(FailedMessageFilter filter) => Texts(filter, "");

    private static IEnumerable<(string Path, string Message)> ProblemsOf(FailedMessageFilter filter, string prefix)
    {
        var narrows = filter is not { Queue: null, Type: null, Exception: null, Reason: null };
        return narrows == filter.All
            ? [("filter", narrows
                ? "says all and names some; expected one of both"
                : "names nothing; expected queue, type, exception or reason, or all: true to mean every failed message")]
            : Texts(filter, prefix);
    }

    private static IReadOnlyList<(string Path, string Message)> Texts(FailedMessageFilter filter, string prefix) => RequestTexts.Problems(
        ($"{prefix}queue", filter.Queue, ArrivalReader.LongestName), ($"{prefix}type", filter.Type, ArrivalReader.LongestName),
        ($"{prefix}exception", filter.Exception, ArrivalReader.LongestName), ($"{prefix}reason", filter.Reason, RequestLimits.Name));
}
