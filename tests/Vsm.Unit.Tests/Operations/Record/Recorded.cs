using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Record;

namespace Vsm.Unit.Tests.Operations.Record;

/// <summary>Calls as an earlier run left them.</summary>
internal static class Recorded
{
    /// <summary>Calls that are done, each of which cost a dollar for every number.</summary>
    public static List<RecordedCall> Calls(int count) => [.. Enumerable.Range(1, count).Select(x => Call(x))];

    public static RecordedCall Call(int number, bool done = true) => new()
    {
        TaskId = Guid.Empty,
        Attempt = 1,
        Number = number,
        Kind = KindOf(number),
        Asked = AskedOf(number),
        At = DateTimeOffset.UnixEpoch,
        Run = "earlier/1",
        Version = 1,
        Done = done,
        Largest = done ? 0 : 100,
        Usage = done ? new Usage { InputTokens = number, OutputTokens = 1, Cost = number, UncountedCost = number % 2 } : new Usage(),
        Answer = done ? $"\"answer {number}\"" : null,
    };

    public static CallKind KindOf(int number) => number % 2 == 1 ? CallKind.Model : CallKind.Tool;

    public static string AskedOf(int number) => $"question {number}";
}
