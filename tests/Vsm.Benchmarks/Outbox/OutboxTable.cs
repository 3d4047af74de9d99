using System.Globalization;

namespace Vsm.Benchmarks.Outbox;

/// <summary>The result for people.</summary>
internal static class OutboxTable
{
    public static void Write(OutboxResult result, TextWriter output)
    {
        Line($"{result.Messages} messages a round through the bus outbox on PostgreSQL, two processes deliver");
        Line($"");
        Line($"messages/s            {result.MessagesPerSecond,8:0}  (rounds: {string.Join(", ", result.Rounds.Select(x => x.ToString("0", CultureInfo.InvariantCulture)))})");
        Line($"with {result.Kills} kills:  lost {result.Lost}, doubled {result.Doubled}, sent again under their id {result.Copies}");

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture).TrimEnd());
    }
}
