using System.Text;

namespace Vsm.Contracts.Tests;

/// <summary>Two texts as one, line by line: what left with <c>-</c>, what came with <c>+</c>, and two lines around either.</summary>
internal static class LineDiff
{
    private const int Around = 2;

    public static string Of(string before, string after)
    {
        var lines = Lines(before.TrimEnd('\n').Split('\n'), after.TrimEnd('\n').Split('\n'));
        var shown = new StringBuilder();
        var skipped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines.Skip(i - Around).Take((2 * Around) + 1 + Math.Min(0, i - Around)).Any(x => x.Mark != ' '))
            {
                shown.Append(skipped ? "  ...\n" : "").Append(lines[i].Mark).Append(' ').Append(lines[i].Text).Append('\n');
                skipped = false;
            }
            else
            {
                skipped = true;
            }
        }

        return shown.ToString().TrimEnd('\n');
    }

    private static List<(char Mark, string Text)> Lines(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<(char, string)>();
        var (left, right) = (0, 0);
        while (left < before.Length || right < after.Length)
        {
            if (left < before.Length && right < after.Length && before[left] == after[right])
            {
                lines.Add((' ', before[left++]));
                right++;
            }
            else if (right == after.Length || (left < before.Length && common[left + 1, right] >= common[left, right + 1]))
            {
                lines.Add(('-', before[left++]));
            }
            else
            {
                lines.Add(('+', after[right++]));
            }
        }

        return lines;
    }
}
