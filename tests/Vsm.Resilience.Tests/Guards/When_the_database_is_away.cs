using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Vsm.Bus.Retries;
using Vsm.Integration.Tests.Stores.Counting;
using Vsm.Persistence;
using Vsm.Testing;
using Vsm.Testing.Servers;

namespace Vsm.Resilience.Tests.Guards;

public sealed class When_the_database_is_away : GuardsTest
{
    private const int Messages = 60;
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(20);

    // Longer than the outage, and shorter: then messages go back to the broker and come again.
    [TestCase("00:15:00")]
    [TestCase("00:00:03")]
    public async Task Messages_wait_for_it_and_none_goes_to_the_error_queue(string patience)
    {
        await using var database = await PostgreSqlServer.StartAsync();
        await using var process = await GuardedProcess.StartAsync(
            x => CountAsync(x), Add, ("Vsm:Database:ConnectionString", database.ConnectionString), ("Vsm:OutagePatience", patience), ("Vsm:ConcurrentMessages", "8"));
        await using (var context = await process.Services.GetRequiredService<IDbContextFactory<CounterDbContext>>().CreateDbContextAsync())
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
        }

        await database.KillAsync();
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => process.SendAsync($"{Guid.NewGuid()}")));
        using (var away = new PeriodicTimer(Away))
        {
            await away.WaitForNextTickAsync();
        }

        await database.RestartAsync();
        await Eventually.ReadAsync("all counted", () => CountAsync(database.ConnectionString), x => x == Messages, TimeSpan.FromSeconds(60));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Broker.CountAsync($"{GuardedProcess.Queue}_error"), Is.Null.Or.Zero);
            Assert.That(await Broker.CountAsync("vsm.dead-letters"), Is.Zero);
        }
    }

    private static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section);
        builder.Services.AddSingleton<ITransientFailures, StoreFailures>();
        builder.Services.AddDbContextFactory<CounterDbContext>((provider, options) =>
            provider.GetRequiredService<IStoreProvider>().Configure(options, CounterDbContext.Schema));
    }

    private static async Task CountAsync(ConsumeContext<Work> context)
    {
        var db = context.GetPayload<IServiceProvider>().GetRequiredService<CounterDbContext>();
        var id = Guid.Parse(context.Message.What);
        if (!await db.Counters.AnyAsync(x => x.CorrelationId == id, context.CancellationToken))
        {
            db.Counters.Add(new Counter { CorrelationId = id, CurrentState = "Counted" });
            await db.SaveChangesAsync(context.CancellationToken);
        }
    }

    private static async Task<long> CountAsync(string server)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select count(*) from counting.counters", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
