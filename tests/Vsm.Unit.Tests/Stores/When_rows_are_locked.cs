using FsCheck;
using FsCheck.Fluent;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.EntityFrameworkCore;

namespace Vsm.Unit.Tests.Stores;

public sealed class When_rows_are_locked
{
    [Test]
    public void PostgreSql_gets_for_update_and_the_row_version()
    {
        using var context = new ShopContext("shop");
        Assert.That(
            new PostgresLockStatementProvider().GetRowLockStatement<Basket>(context, nameof(Basket.Owner), nameof(Basket.Number)),
            Is.EqualTo("""SELECT *, xmin FROM "shop"."Baskets" WHERE "owner ""of"" it" = {0} AND "Number" = {1} FOR UPDATE"""));
    }

    [Test]
    public void Sql_Server_gets_hints()
    {
        using var context = new ShopContext("shop");
        Assert.That(
            new SqlServerLockStatementProvider().GetRowLockStatement<Basket>(context, nameof(Basket.Number)),
            Is.EqualTo("SELECT * FROM [shop].[Baskets] WITH (UPDLOCK, ROWLOCK) WHERE [Number] = {0}"));
    }

    [Test]
    public void Two_models_of_one_type_have_statements_of_their_own()
    {
        var provider = new PostgresLockStatementProvider();
        using var shop = new ShopContext("shop");
        using var archive = new ArchiveContext();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(provider.GetRowLockStatement<Basket>(shop, nameof(Basket.Number)), Does.Contain("\"shop\".\"Baskets\""));
            Assert.That(provider.GetRowLockStatement<Basket>(archive, nameof(Basket.Number)), Does.Contain("\"archive\".\"Baskets\""));
        }
    }

    [Test]
    public void What_is_not_mapped_is_named()
    {
        using var context = new ShopContext("shop");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                () => new PostgresLockStatementProvider().GetRowLockStatement<Basket>(context, "Colour"),
                Throws.InvalidOperationException.With.Message.EqualTo("Basket.Colour has no column in shop.Baskets."));
            Assert.That(
                () => new PostgresLockStatementProvider().GetRowLockStatement<InboxState>(context, "Id"),
                Throws.InvalidOperationException.With.Message.EqualTo("ShopContext does not map InboxState."));
        }
    }

    // PostgreSQL keeps no row version in bytes, so that a column of that kind would never change.
    [Test]
    public void Nothing_of_inbox_and_outbox_hangs_on_a_row_version()
    {
        using var context = new MailContext();
        var entities = context.Model.GetEntityTypes().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entities.Select(x => x.ClrType), Is.EquivalentTo([typeof(InboxState), typeof(OutboxState), typeof(OutboxMessage)]));
            Assert.That(entities.SelectMany(x => x.GetProperties()).Where(x => x.IsConcurrencyToken || x.ClrType == typeof(byte[])), Is.Empty);
        }
    }

    [FsCheck.NUnit.Property]
    public Property Attempts_come_ever_later_and_at_most_five_minutes_apart() => Prop.ForAll(
        Gen.Choose(0, 1000).ToArbitrary(),
        attempts => OutboxBackOff.After(attempts) >= TimeSpan.FromSeconds(1)
            && OutboxBackOff.After(attempts) <= OutboxBackOff.After(attempts + 1)
            && OutboxBackOff.After(attempts) <= TimeSpan.FromMinutes(5));

    private sealed class Basket
    {
        public int Number { get; set; }

        public string Owner { get; set; } = "";
    }

    private class ShopContext(string schema) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("Host=nowhere");

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.Entity<Basket>().ToTable("Baskets", schema).HasKey(x => x.Number);
            model.Entity<Basket>().Property(x => x.Owner).HasColumnName("owner \"of\" it");
        }
    }

    private sealed class MailContext : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("Host=nowhere");

        protected override void OnModelCreating(ModelBuilder model) => model.AddTransactionalOutboxEntities();
    }

    private sealed class ArchiveContext() : ShopContext("archive");
}
