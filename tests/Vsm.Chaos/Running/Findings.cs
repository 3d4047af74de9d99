using System.Collections.Concurrent;
using Vsm.Chaos.Verdicts;

namespace Vsm.Chaos.Running;

/// <summary>What a scenario expected beside the promises of every run.</summary>
internal sealed class Findings(TextWriter progress)
{
    private readonly ConcurrentQueue<string> _failed = new();
    private int _made;

    /// <summary>Notes whether something that was expected came to be.</summary>
    public async Task ExpectAsync(bool met, string what)
    {
        Interlocked.Increment(ref _made);
        await progress.WriteLineAsync($"           {(met ? "as expected" : "NOT AS EXPECTED")}: {what}");
        if (!met)
        {
            _failed.Enqueue(what);
        }
    }

    /// <summary>None where nothing was expected.</summary>
    public IEnumerable<Zero> Zeros => _made == 0 ? [] : [new Zero("expectations not met", _failed.Count, [.. _failed])];
}
