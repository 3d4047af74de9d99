using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Vsm.Benchmarks.Measuring;

/// <summary>Makes another .NET process collect its garbage, so that what is left is what it holds.</summary>
internal static class GarbageCollection
{
    // The runtime makes a full collection when somebody starts to listen for this.
    private const long GCHeapCollect = 0x800000;

    public static async Task InduceAsync(int process)
    {
        var client = new DiagnosticsClient(process);
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GCHeapCollect);
        using var session = await client.StartEventPipeSessionAsync([provider], requestRundown: false, circularBufferMB: 16, CancellationToken.None);
        var reading = session.EventStream.CopyToAsync(Stream.Null);
        await session.StopAsync(CancellationToken.None);
        await reading;
    }
}
