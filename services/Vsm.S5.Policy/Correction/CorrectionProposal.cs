using System.Globalization;
using System.Text.RegularExpressions;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Correction;

/// <summary>
/// What a model proposes where no check names a remedy. Only what binds the agent tighter is taken: lower limits, more that is redacted, one more boundary; never what it may do,
/// spend or call.
/// </summary>
/// <param name="Answer">Null: there was none.</param>
/// <param name="Said">Why there was none, or the model's reason; for people.</param>
internal sealed record CorrectionProposal(CorrectionAnswer? Answer, string? Said)
{
    public const string MaxSentences = "max_sentences";
    public const string MaxWords = "max_words";
    public const string RedactPersonalData = "redact_personal_data";
    public const string RedactPattern = "redact_pattern";
    private const int MostBoundary = 400;
    private const int MostPattern = 500;
    private const int HighestLimit = 1_000_000;

    /// <summary>The parameters that a model may propose.</summary>
    public static IReadOnlyList<string> Allowed { get; } = [MaxSentences, MaxWords, RedactPersonalData, RedactPattern];

    /// <summary>A model can be asked, and was not yet.</summary>
    public static CorrectionProposal None { get; } = new(null, null);

    /// <returns>What is to be set, or why nothing is.</returns>
    public (IReadOnlyList<Remedy> Changes, string? Problem) For(SystemState system, AgentConfiguration workedUnder)
    {
        if (Answer is null)
        {
            return ([], Said);
        }

        var problems = new List<string>();
        var changes = new List<Remedy>();
        foreach (var parameter in Answer.Parameters)
        {
            if (Against(system, workedUnder, parameter) is { } wrong)
            {
                problems.Add(wrong);
            }
            else if (changes.All(x => x.Parameter != parameter.Name))
            {
                changes.Add(new Remedy { Parameter = parameter.Name, Value = parameter.Value });
            }
        }

        if (Answer.Boundary is { } boundary)
        {
            if (Against(system, boundary.Trim()) is { } wrong)
            {
                problems.Add(wrong);
            }
            else
            {
                changes.Add(new Remedy { Parameter = Boundaries.Parameter, Value = boundary.Trim() });
            }
        }

        return changes.Count > 0 ? (changes, null)
            : ([], problems.Count == 0 ? "The model proposed no change." : $"What the model proposed is not taken: {string.Join("; ", problems.Take(5))}.");
    }

    private static string? Against(SystemState system, AgentConfiguration workedUnder, AnsweredParameter parameter) => parameter switch
    {
        _ when !Allowed.Contains(parameter.Name) => "a parameter that models may not set",
        _ when !system.Honoured.Contains(parameter.Name) => $"no function of '{system.Name}' honours {parameter.Name}",
        { Name: MaxSentences or MaxWords } when !int.TryParse(parameter.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > HighestLimit =>
            $"{parameter.Name} is no number from 1 to {HighestLimit}",
        { Name: RedactPersonalData, Value: not "true" } => $"{RedactPersonalData} can only be set to true",
        { Name: RedactPattern } when PatternProblem(parameter.Value) is { } problem => problem,
        _ when RemedyMerge.IsInForce(parameter.Name, workedUnder.Parameters.GetValueOrDefault(parameter.Name), parameter.Value) => $"{parameter.Name} was in force already",
        _ => null,
    };

    private static string? Against(SystemState system, string boundary) => system.Configuration.Kind is not ("llm" or "mcp")
        ? $"'{system.Name}' has no prompt to put a boundary in"
        : PlainText.Wrong(boundary, MostBoundary) is { } wrong ? $"the boundary {wrong}"
        : system.Configuration.Prompt?.Boundaries?.Contains(boundary, StringComparison.OrdinalIgnoreCase) ?? false ? "the boundary was in force already"
        : null;

    private static string? PatternProblem(string pattern)
    {
        if (PlainText.Wrong(pattern, MostPattern) is { } wrong)
        {
            return $"the pattern {wrong}";
        }

        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100)).IsMatch("") ? "the pattern matches nothing at all, and so everywhere" : null;
        }
        catch (Exception exception) when (exception is RegexParseException or RegexMatchTimeoutException)
        {
            return "the pattern is no regular expression";
        }
    }
}
