using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.S3.Control.Delegation;

/// <summary>Looks among the latest tasks of a VSM instance for approved ones that resemble another: by the words that they share.</summary>
internal static partial class SimilarTasks
{
    public const int Most = 3;

    /// <summary>Words in both of words in either, from which on tasks resemble each other.</summary>
    public const double Least = 0.2;

    private const int Latest = 300;
    private const int MostText = 500;
    private const int ShortestWord = 3;

    /// <summary>The most similar first. By number, which has an index; tasks pay for no other.</summary>
    public static async Task<IReadOnlyList<SimilarTask>> FindAsync(ControlDbContext db, string vsm, Guid task, string content, CancellationToken cancel)
    {
        var latest = await db.Tasks.AsNoTracking().Where(x => x.Vsm == vsm).OrderByDescending(x => x.Number).Take(Latest)
            .Select(x => new
            {
                x.CorrelationId,
                x.CurrentState,
                x.Number,
                x.AgentName,
                Content = x.Content.Length <= MostText ? x.Content : x.Content.Substring(0, MostText),
                Output = x.Output == null || x.Output.Length <= MostText ? x.Output : x.Output.Substring(0, MostText),
            })
            .ToListAsync(cancel);
        return Rank(content, latest.Where(x => x.CurrentState == nameof(TaskStateMachine.Approved) && x.CorrelationId != task)
            .Select(x => new SimilarTask { Number = x.Number, Assignee = x.AgentName, Content = x.Content, Output = x.Output }));
    }

    public static IReadOnlyList<SimilarTask> Rank(string content, IEnumerable<SimilarTask> tasks)
    {
        var words = Words(content);
        return
        [
            .. tasks.Select(x => (Task: x, Likeness: Likeness(words, Words(x.Content)))).Where(x => x.Likeness >= Least)
                .OrderByDescending(x => x.Likeness).ThenByDescending(x => x.Task.Number).Take(Most).Select(x => x.Task),
        ];
    }

    private static double Likeness(HashSet<string> one, HashSet<string> other)
    {
        var shared = one.Count(other.Contains);
        return shared == 0 ? 0 : (double)shared / (one.Count + other.Count - shared);
    }

    private static HashSet<string> Words(string text) =>
        [.. Word().Matches(text[..Math.Min(text.Length, MostText)]).Select(x => x.Value).Where(x => x.Length >= ShortestWord).Select(x => x.ToLowerInvariant())];

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
