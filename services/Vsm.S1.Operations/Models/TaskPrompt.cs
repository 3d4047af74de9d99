using System.Globalization;
using System.Text;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Models;

/// <summary>What a model is asked: the task, why it is done again, and its files, fenced by a mark that their writers cannot know.</summary>
internal static class TaskPrompt
{
    /// <summary>The most of all files together that a model is given.</summary>
    public const int MostBytes = 128 * 1024;

    public static async Task<string> WriteAsync(AssignTaskMessage task, OpenContent open, CancellationToken cancel)
    {
        var text = new StringBuilder(task.Content);
        if (task.Parameters.Count > 0)
        {
            text.Append("\n\nParameters of the task:");
            foreach (var (name, value) in task.Parameters.OrderBy(x => x.Key, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{name} = {value}");
            }
        }

        if (task.Attempt > 1 && task.Reason is { } reason)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\nThis is attempt {task.Attempt}. Of the one before was said: {reason}");
        }

        foreach (var similar in task.SimilarTasks)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n\n<similar-task-{task.TaskId:n}>\nA completed task that resembles this one, for reference: {similar.Content}\nWhat came of it: {similar.Output}\n</similar-task-{task.TaskId:n}>");
        }

        var left = MostBytes;
        foreach (var reference in task.References)
        {
            var content = await ReadAsync(reference, left, open, cancel);
            left -= content.Length;
            text.Append(CultureInfo.InvariantCulture, $"\n\n<file-{task.TaskId:n} name=\"{NameOf(reference)}\">\n{Encoding.UTF8.GetString(content)}\n</file-{task.TaskId:n}>");
        }

        return text.ToString();
    }

    // To the end, as only there it is known whether the content is what was handed in.
    private static async Task<byte[]> ReadAsync(ContentReference reference, int left, OpenContent open, CancellationToken cancel)
    {
        await using var stream = await open(reference, cancel);
        var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (content.Length + read > left)
            {
                throw new FunctionException(
                    $"The files of the task have more than {MostBytes / 1024} KiB together, the most that a model is given: have an agent of functions aggregate or filter them first.");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static string NameOf(ContentReference reference)
    {
        var name = reference.Name ?? Uri.UnescapeDataString(reference.Uri.IsAbsoluteUri ? reference.Uri.Segments[^1] : reference.Uri.OriginalString);
        return new string([.. name.Take(200).Where(x => !char.IsControl(x) && x is not ('"' or '<' or '>'))]);
    }
}
