using NUnit.Framework.Interfaces;
using Vsm.Testing;

namespace Vsm.Integration.Tests;

/// <summary>What processes wrote, beside the failure that they may explain.</summary>
internal static class ProcessReport
{
    private const int Most = 20_000;

    public static async Task WriteAsync(ServiceProcess process)
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            var output = process.Output;
            await TestContext.Out.WriteLineAsync($"--- {process.Name}\n{(output.Length > Most ? output[^Most..] : output)}");
        }
    }
}
