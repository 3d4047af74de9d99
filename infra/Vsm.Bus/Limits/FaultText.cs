using System.Text;
using MassTransit;
using MassTransit.Events;

namespace Vsm.Bus.Limits;

/// <summary>Cuts what is said of exceptions to what messages may carry.</summary>
internal static class FaultText
{
    public const int MaxBytes = 8 * 1024;
    private const int Deepest = 4;
    private const string Mark = "… (cut)";

    public static bool Is(object message) => message is Fault;

    /// <summary>Cuts the texts of a fault where they are; other messages are left alone.</summary>
    public static void Cut(object message)
    {
        foreach (var exception in ((message as Fault)?.Exceptions ?? []).OfType<FaultExceptionInfo>())
        {
            Cut(exception, Deepest);
        }
    }

    /// <summary>The beginning of a text, as much as fits, in whole characters.</summary>
    public static string Cut(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MaxBytes)
        {
            return text;
        }

        Encoding.UTF8.GetEncoder().Convert(text, new byte[MaxBytes - Encoding.UTF8.GetByteCount(Mark)], flush: false, out var fit, out _, out _);
        return $"{text.AsSpan(0, fit)}{Mark}";
    }

    private static void Cut(FaultExceptionInfo info, int depth)
    {
        info.Message = info.Message is null ? null : Cut(info.Message);
        info.StackTrace = info.StackTrace is null ? null : Cut(info.StackTrace);
        if (info.Data?.Sum(x => x.Key.Length + (x.Value?.ToString()?.Length ?? 0)) > MaxBytes)
        {
            info.Data = null;
        }

        if (depth == 0)
        {
            info.InnerException = null;
        }
        else if (info.InnerException is FaultExceptionInfo inner)
        {
            Cut(inner, depth - 1);
        }
    }
}
