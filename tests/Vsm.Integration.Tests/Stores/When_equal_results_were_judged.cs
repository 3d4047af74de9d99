using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Integration.Tests.Stores.Grouping;
using Vsm.Persistence;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Data;
using Vsm.S3Star.Audit.Judging;

namespace Vsm.Integration.Tests.Stores;

public sealed class When_equal_results_were_judged(Store kind) : StoreTest(kind)
{
    private static readonly PolicyDefinition Policy = new()
    {
        PolicyId = Guid.NewGuid(), Number = 1, Name = "friendly", Rule = "Be friendly.", Scope = PolicyScope.Team, Version = 1,
    };

    [Test]
    public async Task Their_rulings_stand_beside_one_another_and_the_first_that_may_be_is_followed()
    {
        var store = NewStore();
        var contexts = new Contexts(store, OptionsOf<AuditDbContext>(store, AuditDbContext.Schema));
        await using (var db = contexts.CreateDbContext())
        {
            await store.MigrateAsync(db, AuditDbContext.Schema, CancellationToken.None);
        }

        var commit = new GroupCommit<AuditDbContext>(contexts, store, journal: null);
        var result = Result();
        var packet = PacketWriter.Write(result, [Policy], []);
        var units = new[] { Unit("test/other", 1), Unit("test/judge", 2), Unit("test/judge", 3) }.Select(x => Store(contexts, x, packet.Hash)).ToList();
        await Task.WhenAll(units.Select(x => commit.SaveAsync(x.Db)));

        await using var models = Models();
        await using var reading = contexts.CreateDbContext();
        var judges = new JudgeModels(Options.Create(new JudgeOptions { Model = "test/judge" }), models.GetRequiredService<ChatClients>());
        var work = new CasePacket(result, (_, _) => throw new InvalidOperationException("Nothing to open."));
        var opinion = await new FollowedRulings(reading, judges).FindAsync(packet, work, CancellationToken.None);

        Assert.That(opinion!.Follows, Is.EqualTo(units[1].Ruling.RulingId));
        Assert.That(opinion.Findings.Single().Precedent, Is.EqualTo(units[1].Ruling.RulingId));
        var other = PacketWriter.Write(result with { Output = "other" }, [Policy], []);
        Assert.That(await new FollowedRulings(reading, judges).FindAsync(other, work, CancellationToken.None), Is.Null);
        foreach (var (_, db) in units)
        {
            await db.DisposeAsync();
        }
    }

    private static (Ruling Ruling, AuditDbContext Db) Store(Contexts contexts, Ruling ruling, string hash)
    {
        var db = contexts.CreateDbContext();
        db.Rulings.Add(new StoredRuling { RulingId = ruling.RulingId, Vsm = "root", TaskId = ruling.TaskId, Verdict = ruling.Verdict, At = ruling.At, Ruling = ruling });
        db.JudgedPackets.Add(new JudgedPacket { RulingId = ruling.RulingId, Hash = hash, At = ruling.At });
        return (ruling, db);
    }

    private static Ruling Unit(string judge, int minute) => new()
    {
        RulingId = Guid.NewGuid(), TaskId = Guid.NewGuid(), Attempt = 1, Evaluation = 1, AgentId = Guid.NewGuid(), AgentNumber = 1, PolicySetVersion = 1, Verdict = Verdict.NotViolated,
        Score = 1, At = TaskInstances.Time.AddMinutes(minute),
        Findings =
        [
            new Finding
            {
                PolicyId = Policy.PolicyId, PolicyNumber = 1, Policy = "friendly", PolicyVersion = 1, Verdict = Verdict.NotViolated, Interpretation = "Friendly.", Judge = judge,
            },
        ],
    };

    private static TaskResultMessage Result() => new()
    {
        TaskId = Guid.NewGuid(), Attempt = 1, AgentId = Guid.NewGuid(), AgentNumber = 1, ConfigurationVersion = 1, Content = "task", Output = "output",
        StartedAt = TaskInstances.Time, DurationMs = 1,
    };

    private static ServiceProvider Models()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddAi();
        return builder.Services.BuildServiceProvider();
    }

    private sealed class Contexts(IStoreProvider store, DbContextOptions<AuditDbContext> options) : IDbContextFactory<AuditDbContext>
    {
        public AuditDbContext CreateDbContext() => new(options, store);
    }
}
