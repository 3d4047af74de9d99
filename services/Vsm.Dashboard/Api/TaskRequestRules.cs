using System.Text;
using System.Text.RegularExpressions;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Http;

namespace Vsm.Dashboard.Api;

/// <summary>What a task handed in over HTTP has to keep, beyond what every task has to.</summary>
internal static partial class TaskRequestRules
{
    private static readonly string[] ReplySchemes = ["queue", "exchange", "topic"];

    /// <summary>Why large content cannot become the task's file, if it cannot: an agent could not tell it from the files that it is about.</summary>
    public static string? TooLarge(TaskRequest task) => task.References.Count > 0
        ? $"The content has {Encoding.UTF8.GetByteCount(task.Content)} bytes; expected at most {RequestLimits.Content} beside references. Store it with POST /api/v1/content and refer to it."
        : null;

    /// <summary>Problems with their places; none: the task can be taken.</summary>
    public static IReadOnlyList<(string Path, string Message)> Validate(TaskRequest task, DateTimeOffset now)
    {
        List<(string Path, string Message)> problems = [.. TaskRequestValidation.Validate(task)];
        if (task.References.Count > RequestLimits.References)
        {
            problems.Add(("references", $"has {task.References.Count} entries; expected at most {RequestLimits.References}"));
        }

        if (task.Parameters.Count > RequestLimits.Parameters)
        {
            problems.Add(("parameters", $"has {task.Parameters.Count} entries; expected at most {RequestLimits.Parameters}"));
        }

        problems.AddRange(task.References.Take(RequestLimits.References).SelectMany(References));
        if (task.Deadline <= now)
        {
            problems.Add(("deadline", "has passed; expected a time to come"));
        }

        if (task.ReplyTo is { } reply && !(reply.IsAbsoluteUri && ReplySchemes.Contains(reply.Scheme, StringComparer.Ordinal)))
        {
            problems.Add(("replyTo", "is no address that an answer can be sent to; expected one such as queue:my-service"));
        }

        return problems;
    }

    private static IEnumerable<(string Path, string Message)> References(ContentReference reference, int index)
    {
        if (!reference.Uri.IsAbsoluteUri)
        {
            yield return ($"references[{index}].uri", "is relative; expected an absolute address such as file:///data/sales.csv");
        }

        if (reference.Length < 0)
        {
            yield return ($"references[{index}].length", $"found {reference.Length}; expected the length in bytes");
        }

        if (!Sha256().IsMatch(reference.Sha256))
        {
            yield return ($"references[{index}].sha256", "is no SHA-256; expected 64 hexadecimal digits");
        }
    }

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z")]
    private static partial Regex Sha256();
}
