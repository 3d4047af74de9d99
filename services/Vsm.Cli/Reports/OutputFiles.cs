using System.Text;
using System.Text.Json;
using Vsm.Cli.Client;

namespace Vsm.Cli.Reports;

/// <summary>Writes the outputs of tasks to files named <c>number-slug.extension</c>.</summary>
internal static class OutputFiles
{
    /// <summary>Makes the folder now, so that a wrong one is known before anything is started.</summary>
    public static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(ExitCodes.Usage, $"--out {folder}: the folder cannot be made ({exception.Message})", exception);
        }
    }

    /// <summary>The file written; null for a task without an output.</summary>
    public static async Task<string?> Write(string folder, RunTask task, ContentTransfer transfer, CancellationToken cancellation)
    {
        if (task.Output is not { Length: > 0 } output)
        {
            return null;
        }

        var path = Path.Combine(folder, Name(task.Number?.ToString(null, null) ?? task.Id.ToString(), task.Content, output));
        await transfer.DownloadAsync(task.Id, output, task.OutputReference, path, cancellation);
        return path;
    }

    public static string Name(string number, string content, string output)
    {
        var slug = Slug(content);
        return slug.Length == 0 ? $"{number}.{Extension(output)}" : $"{number}-{slug}.{Extension(output)}";
    }

    private static string Slug(string content)
    {
        var slug = new StringBuilder();
        foreach (var unit in content.AsSpan(0, Math.Min(content.Length, 200)))
        {
            if (char.IsAsciiLetterOrDigit(unit))
            {
                slug.Append(char.ToLowerInvariant(unit));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var whole = slug.ToString().Trim('-');
        return whole.Length <= 40 ? whole : whole[..40].TrimEnd('-');
    }

    private static string Extension(string output) =>
        IsJson(output) ? "json" : IsMarkdown(output) ? "md" : IsCsv(output) ? "csv" : "txt";

    private static bool IsJson(string output)
    {
        if (output.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            return false;
        }

        try
        {
            using var _ = JsonDocument.Parse(output);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsMarkdown(string output) => output.Split('\n').Take(50)
        .Any(x => x.StartsWith("# ", StringComparison.Ordinal) || x.StartsWith("## ", StringComparison.Ordinal) || x.StartsWith("| ", StringComparison.Ordinal)
            || x.StartsWith("```", StringComparison.Ordinal));

    private static bool IsCsv(string output)
    {
        var lines = output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Take(20).ToList();
        var columns = Commas(lines[0]);
        return lines.Count > 1 && columns > 0 && lines.TrueForAll(x => Commas(x) == columns);
    }

    private static int Commas(string line)
    {
        var (commas, quoted) = (0, false);
        foreach (var unit in line)
        {
            quoted ^= unit == '"';
            commas += unit == ',' && !quoted ? 1 : 0;
        }

        return commas;
    }
}
