using System.Diagnostics;

namespace Vsm.Benchmarks;

/// <summary>Tells people how far it is, beside the data.</summary>
internal sealed class Progress(TextWriter output)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public void Say(string text) => output.WriteLine($"{Stopwatch.GetElapsedTime(_start):hh\\:mm\\:ss} {text}");
}
