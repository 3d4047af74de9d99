using System.Collections.Concurrent;
using System.Diagnostics;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vsm.Benchmarks.Commands;
using Vsm.Benchmarks.Measuring;
using Vsm.Benchmarks.Servers;
using Vsm.Testing;
using Vsm.Testing.Servers;

namespace Vsm.Benchmarks.Outbox;

/// <summary>Publishes through the bus outbox while two processes deliver it, and then while these are killed.</summary>
internal sealed class OutboxBenchmark : IAsyncDisposable
{
    private const int Writers = 8;
    private const int PerScope = 10;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    // What a deliverer had claimed when it was killed is free after a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly BenchmarkServers _servers;
    private readonly PrivateDatabase _database;
    private readonly IHost _writer;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<int, ConcurrentBag<Guid>> _arrived = [];
    private readonly ChildProcess[] _deliverers;
    private int _next;
    private int _starts;

    private OutboxBenchmark(BenchmarkServers servers, PrivateDatabase database)
    {
        (_servers, _database) = (servers, database);
        _writer = OutboxHost.Writer(servers.RabbitMq, database.ConnectionString, x =>
        {
            _arrived.GetOrAdd(x.Message.Number, _ => []).Add(x.MessageId!.Value);
            return Task.CompletedTask;
        });
        _deliverers = [Deliverer(), Deliverer()];
    }

    public static async Task<OutboxResult> RunAsync(int messages, int rounds, int kills, Progress progress, CancellationToken cancel)
    {
        var machine = MachineFacts.Read();
        await using var servers = await BenchmarkServers.StartAsync(statistics: false, cancel);
        await using var benchmark = new OutboxBenchmark(servers, await PrivateDatabase.CreateAsync(servers.PostgreSql));
        await benchmark.StartAsync(cancel);
        await benchmark.RoundAsync(Math.Min(messages, 2000), cancel);
        progress.Say("warm");
        var rates = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var (from, time) = await benchmark.RoundAsync(messages, cancel);
            rates.Add(messages / time.TotalSeconds);
            progress.Say($"round {round}: {rates[^1]:0} messages/s, {benchmark.Count(from, messages).Lost} lost");
        }

        using var killing = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var killed = benchmark.KillAsync(kills, killing.Token);
        var (first, _) = await benchmark.RoundAsync(messages * 2, cancel, killed);
        var (lost, doubled, copies) = benchmark.Count(first, messages * 2);
        progress.Say($"{kills} kills: {lost} lost, {doubled} doubled");
        return new OutboxResult
        {
            Machine = machine, Messages = messages, MessagesPerSecond = Statistics.Median(rates), Rounds = rates, Kills = await killed, Lost = lost, Doubled = doubled, Copies = copies,
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var deliverer in _deliverers)
        {
            await deliverer.DisposeAsync();
        }

        await _writer.StopAsync();
        _writer.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(CancellationToken cancel)
    {
        await using (var scope = _writer.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<OutboxContext>().Database.EnsureCreatedAsync(cancel);
        }

        await _writer.StartAsync(cancel);
        await _writer.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, cancel);
    }

    /// <summary>Publishes, and waits until everything is there, or nothing has come for as long as patience lasts.</summary>
    private async Task<(int First, TimeSpan Time)> RoundAsync(int messages, CancellationToken cancel, Task? meanwhile = null)
    {
        var first = _next;
        var start = Stopwatch.GetTimestamp();
        var scope = first / PerScope;
        var end = (first + messages) / PerScope;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(
            async () =>
            {
                for (int mine; (mine = Interlocked.Increment(ref scope) - 1) < end;)
                {
                    await PublishAsync(mine * PerScope, cancel);
                }
            },
            cancel)));
        _next = end * PerScope;
        await ArriveAsync(cancel);
        var time = Stopwatch.GetElapsedTime(start);
        await (meanwhile ?? Task.CompletedTask);
        return (first, time);
    }

    private async Task ArriveAsync(CancellationToken cancel)
    {
        using var looks = new PeriodicTimer(Look);
        var (seen, since) = (_arrived.Count, Stopwatch.GetTimestamp());
        while (_arrived.Count < _next && Stopwatch.GetElapsedTime(since) < Patience)
        {
            await looks.WaitForNextTickAsync(cancel);
            (seen, since) = _arrived.Count == seen ? (seen, since) : (_arrived.Count, Stopwatch.GetTimestamp());
        }
    }

    private async Task PublishAsync(int from, CancellationToken cancel)
    {
        await using var scope = _writer.Services.CreateAsyncScope();
        var publisher = scope.ServiceProvider.GetRequiredService<IPublishEndpoint>();
        for (var i = 0; i < PerScope; i++)
        {
            await publisher.Publish(new OutboxMeasured { Number = from + i }, cancel);
        }

        await scope.ServiceProvider.GetRequiredService<OutboxContext>().SaveChangesAsync(cancel);
    }

    private (int Lost, int Doubled, int Copies) Count(int first, int messages)
    {
        var all = Enumerable.Range(first, messages).Select(x => _arrived.GetValueOrDefault(x) ?? []).ToList();
        return (all.Count(x => x.IsEmpty), all.Sum(x => Math.Max(0, x.Distinct().Count() - 1)), all.Sum(x => x.Count - x.Distinct().Count()));
    }

    private async Task<int> KillAsync(int kills, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Between);
        for (var i = 0; i < kills; i++)
        {
            await timer.WaitForNextTickAsync(cancel);
            var which = i % _deliverers.Length;
            await _deliverers[which].KillAsync();
            await _deliverers[which].DisposeAsync();
            _deliverers[which] = Deliverer();
        }

        return kills;
    }

    private ChildProcess Deliverer() => ChildProcess.Start(
        $"deliverer {++_starts}", _folder.File($"deliverer-{_starts}.log"), new Dictionary<string, string?>(), "dotnet",
        [
            typeof(OutboxBenchmark).Assembly.Location, BenchmarkCommands.OutboxWorker,
            "--rabbitmq", _servers.RabbitMq.ToString(), "--postgresql", _database.ConnectionString,
        ]);
}
