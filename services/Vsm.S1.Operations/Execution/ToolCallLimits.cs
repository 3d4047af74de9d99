using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Execution;

/// <summary>Keeps the calls of an attempt within what a message may hold beside the task and its output; the journal has them whole.</summary>
internal static class ToolCallLimits
{
    public const int MostCalls = 64;
    public const int MostCharacters = 32 * 1024;
    private const int Short = 200;

    public static IReadOnlyList<ToolCall> Fit(IReadOnlyList<ToolCall> calls) => calls.Count <= MostCalls && calls.Sum(Length) <= MostCharacters
        ? calls
        : [.. calls.Take(MostCalls).Select(x => x with
        {
            Result = Cut(x.Result),
            Arguments = x.Arguments.Take(16).ToDictionary(y => y.Key, y => Cut(y.Value)!),
        })];

    private static int Length(ToolCall call) => (call.Result?.Length ?? 0) + call.Arguments.Sum(x => x.Key.Length + x.Value.Length);

    private static string? Cut(string? text) => text is { Length: > Short } ? $"{text[..Short]}…" : text;
}
