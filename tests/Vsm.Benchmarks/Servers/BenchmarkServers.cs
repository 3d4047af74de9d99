using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;
using Vsm.Benchmarks.Measuring;
using Vsm.Testing;

namespace Vsm.Benchmarks.Servers;

/// <summary>RabbitMQ and PostgreSQL for this run alone, and the processes that they are.</summary>
internal sealed partial class BenchmarkServers : IAsyncDisposable
{
    private readonly Process _script;

    private BenchmarkServers(Process script, Uri rabbitMq, string postgreSql)
    {
        _script = script;
        RabbitMq = rabbitMq;
        PostgreSql = postgreSql;
        Processes = new Dictionary<string, int>
        {
            ["RabbitMQ"] = ListeningProcess.On(rabbitMq.Port),
            ["PostgreSQL"] = ListeningProcess.On(new NpgsqlConnectionStringBuilder(postgreSql).Port),
        };
    }

    public Uri RabbitMq { get; }

    /// <summary>A connection string of its administrator.</summary>
    public string PostgreSql { get; }

    /// <summary>The servers' processes by name.</summary>
    public IReadOnlyDictionary<string, int> Processes { get; }

    public static async Task<BenchmarkServers> StartAsync()
    {
        // In a session of its own, so that Ctrl+C leaves it to us to stop what uses the servers first.
        var start = new ProcessStartInfo("setsid", [Path.Combine(Programs.Root, "infra", "servers.sh")]) { RedirectStandardOutput = true };
        start.Environment.Remove("VSM_TEST_RABBITMQ");
        start.Environment.Remove("VSM_TEST_POSTGRES");
        var script = Process.Start(start)!;
        try
        {
            var rabbitMq = await AddressAsync(script, "VSM_TEST_RABBITMQ");
            var postgreSql = await AddressAsync(script, "VSM_TEST_POSTGRES");
            return new BenchmarkServers(script, new Uri(rabbitMq), postgreSql);
        }
        catch
        {
            await EndAsync(script);
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync(_script);

    private static async Task<string> AddressAsync(Process script, string variable)
    {
        var line = await script.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("infra/servers.sh ended; see above.");
        var match = Export().Match(line);
        return match.Groups[1].Value == variable ? match.Groups[2].Value : throw new InvalidOperationException($"infra/servers.sh wrote '{line}' instead of {variable}.");
    }

    private static async Task EndAsync(Process script)
    {
        using (script)
        {
            if (!script.HasExited)
            {
                using var kill = Process.Start("kill", ["-TERM", $"{script.Id}"]);
                await script.WaitForExitAsync();
            }
        }
    }

    [GeneratedRegex(@"^export (\w+)='(.*)'$")]
    private static partial Regex Export();
}
