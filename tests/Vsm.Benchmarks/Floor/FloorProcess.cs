using System.Diagnostics;
using System.Text.Json;
using Vsm.Benchmarks.Loads;
using Vsm.Benchmarks.Servers;
using Vsm.Testing;

namespace Vsm.Benchmarks.Floor;

/// <summary>A <see cref="FloorWorker"/> and its database.</summary>
internal sealed class FloorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly PrivateDatabase _database;

    private FloorProcess(Process process, PrivateDatabase database)
    {
        _process = process;
        _database = database;
    }

    public int Id => _process.Id;

    public static async Task<FloorProcess> StartAsync(BenchmarkServers servers)
    {
        var database = await PrivateDatabase.CreateAsync(servers.PostgreSql);
        var start = new ProcessStartInfo(
            "dotnet",
            [
                typeof(FloorProcess).Assembly.Location, Commands.BenchmarkCommands.FloorWorker,
                "--rabbitmq", servers.RabbitMq.ToString(), "--postgresql", database.ConnectionString,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var floor = new FloorProcess(Process.Start(start)!, database);
        var ready = await floor._process.StandardOutput.ReadLineAsync();
        return ready == FloorWorker.Ready ? floor : throw new InvalidOperationException($"The floor's process did not get ready: {ready}");
    }

    public Task<double> ClosedAsync(int tasks, int inFlight) => AskAsync<double>(FloorWorker.Closed(tasks, inFlight));

    public Task<Latency> OpenAsync(int tasks, double perSecond) => AskAsync<Latency>(FloorWorker.Open(tasks, perSecond));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        await _database.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(string request)
    {
        await _process.StandardInput.WriteLineAsync(request);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The floor's process ended; see above.");
        return JsonSerializer.Deserialize<T>(answer)!;
    }
}
