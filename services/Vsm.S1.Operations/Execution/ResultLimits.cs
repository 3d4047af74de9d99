using System.Text.Json;
using MassTransit.Serialization;
using Vsm.Contracts.Operations;
using Vsm.S1.Operations.Functions;

namespace Vsm.S1.Operations.Execution;

/// <summary>Keeps a result within what a message may hold, envelope and all: written as JSON, some characters take several times their bytes.</summary>
internal static class ResultLimits
{
    public const int MostBytes = 240 * 1024;

    // A ruling carries the output beside its findings.
    private const int MostOutputBytes = 160 * 1024;

    /// <exception cref="FunctionException">The result is too large.</exception>
    public static TaskResultMessage Check(TaskResultMessage result)
    {
        var bytes = BytesOf(result);
        return bytes <= MostBytes
            ? result
            : throw new FunctionException(
                $"As a message the result has {bytes / 1024} KiB together with its task, at most {MostBytes / 1024} KiB are sent: aggregate further, " +
                "select fewer fields, set a smaller 'limit', or write 'output_format' csv.");
    }

    /// <summary>Whether a result may go as it is, and what is ruled on it beside it.</summary>
    public static bool Fits(TaskResultMessage result) => BytesOf(result) <= MostBytes && OutputBytesOf(result) <= MostOutputBytes;

    private static int BytesOf(TaskResultMessage result) => JsonSerializer.SerializeToUtf8Bytes(result, SystemTextJsonMessageSerializer.Options).Length;

    private static int OutputBytesOf(TaskResultMessage result) => JsonSerializer.SerializeToUtf8Bytes(result.Output, SystemTextJsonMessageSerializer.Options).Length;
}
