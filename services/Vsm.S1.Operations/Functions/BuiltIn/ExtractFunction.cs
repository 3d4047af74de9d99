using System.Text.RegularExpressions;
using Vsm.Contracts.Dashboard;

namespace Vsm.S1.Operations.Functions;

/// <summary>Makes records of text lines by a regular expression with named groups.</summary>
internal sealed class ExtractFunction : IAgentFunction
{
    public CatalogueItem Description { get; } = new()
    {
        Name = "extract",
        Description = "Makes a record of every text line that matches; its fields are the named groups of the pattern. Blank lines are passed over.",
        Parameters =
        [
            Parameter.Pattern("pattern", "Has at least one named group, such as (?<status>[0-9]{3}).").Required(),
            Parameter.Flag("skip_unmatched", "Leaves out lines that do not match, and counts them; otherwise the first one is an error."),
        ],
    };

    public bool Idempotent => true;

    public FunctionData Run(FunctionData input, FunctionContext context)
    {
        var lines = input.RequireLines(Description.Name);
        var pattern = context.Arguments.Pattern("pattern") ?? throw FunctionException.ForParameter("pattern", "is missing; it is required.");
        string[] groups = [.. pattern.GetGroupNames().Where(x => !int.TryParse(x, out _))];
        return groups.Length > 0
            ? FunctionData.Of(
                ExtractAsync(lines.Items, pattern, new FieldNames(groups), context.Arguments.Flag("skip_unmatched"), context), new FieldNames(groups))
            : throw FunctionException.ForParameter("pattern", "has no named group; write what is to become a field as (?<name>...).");
    }

    private static async IAsyncEnumerable<Record> ExtractAsync(
        IAsyncEnumerable<Line> lines, Regex pattern, FieldNames names, bool skip, FunctionContext context)
    {
        var unmatched = 0L;
        await foreach (var line in lines.WithCancellation(context.Cancellation))
        {
            if (string.IsNullOrWhiteSpace(line.Text))
            {
                continue;
            }

            if (Match(pattern, line) is { Success: true } match)
            {
                yield return new Record(names, [.. names.Names.Select(x => match.Groups[x] is { Success: true } group ? group.Value : null)], line.Origin);
            }
            else if (!skip)
            {
                throw new FunctionException(
                    $"{line.Origin} does not match the pattern: '{Cut.To(line.Text, 200)}'. Correct the pattern, or set 'skip_unmatched' to true.");
            }
            else
            {
                unmatched++;
            }
        }

        if (unmatched > 0)
        {
            context.Note($"{unmatched} lines did not match");
        }
    }

    private static Match Match(Regex pattern, Line line)
    {
        try
        {
            return pattern.Match(line.Text);
        }
        catch (RegexMatchTimeoutException slow)
        {
            throw new FunctionException($"{line.Origin}: {FunctionArguments.TooSlow("pattern", slow).Message}", slow) { Parameter = "pattern" };
        }
    }
}
