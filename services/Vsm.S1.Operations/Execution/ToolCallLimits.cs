using System.Text.Json;
using MassTransit.Serialization;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Execution;

/// <summary>
/// Keeps the calls of an attempt within what a message may hold beside the task and its output; the journal has them whole. Texts go before calls
/// do, as policies ask which tools were called.
/// </summary>
internal static class ToolCallLimits
{
    public const int MostCalls = 64;
    public const int MostArguments = 16;
    public const int MostBytes = 32 * 1024;
    private const int Short = 200;
    private static readonly Dictionary<string, string> None = [];

    public static IReadOnlyList<ToolCall> Fit(IReadOnlyList<ToolCall> calls)
    {
        IReadOnlyList<ToolCall> most = calls.Count <= MostCalls ? calls : [.. calls.Take(MostCalls)];
        if (Fits(most))
        {
            return most;
        }

        IReadOnlyList<ToolCall> shorter = [.. most.Select(x => x with
        {
            Result = Cut(x.Result),
            Arguments = x.Arguments.Take(MostArguments).ToDictionary(y => y.Key, y => Cut(y.Value)!),
        })];
        return Fits(shorter) ? shorter : [.. shorter.Select(x => x with { Result = null, Arguments = None })];
    }

    private static bool Fits(IReadOnlyList<ToolCall> calls) =>
        JsonSerializer.SerializeToUtf8Bytes(calls, SystemTextJsonMessageSerializer.Options).Length <= MostBytes;

    private static string? Cut(string? text) => text is { Length: > Short } ? $"{text[..Short]}…" : text;
}
