using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vsm.Hosting;
using Vsm.Persistence;
using Vsm.Persistence.SqlServer;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

/// <summary>The statements besides those that store.</summary>
public sealed class When_SQL_Server_is_asked_for_more
{
    [Test]
    public void The_lock_of_the_migrations_is_the_sessions_and_waited_for() => Assert.That(
        MigrationLock.TakeSql,
        Does.Contain("sys.sp_getapplock").And.Contain("@LockMode = 'Exclusive'").And.Contain("@LockOwner = 'Session'").And.Contain("@LockTimeout = -1"));

    [Test]
    public void Numbers_of_a_group_are_drawn_at_once_from_a_sequence_that_is_made_on_first_use()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Numbers.DrawSql, Does.Contain("sys.sp_sequence_get_range").And.Contain("@range_size = @count"));
            Assert.That(
                Numbers.CreateSql("[s3_control].[task.root_numbers]"),
                Is.EqualTo("if object_id(N'[s3_control].[task.root_numbers]', N'SO') is null create sequence [s3_control].[task.root_numbers] as int start with 1 increment by 1;"));
        }
    }

    [Test]
    public void A_name_that_is_more_than_a_name_is_refused() => Assert.That(
        () => SqlServerContexts.Store.NextNumberAsync(null!, "s3_control", "x]; drop schema s3_control; --", CancellationToken.None), Throws.ArgumentException);

    [Test]
    public void Leases_go_by_the_clock_of_the_database()
    {
        var sql = Leases.TakeSql("[s3_control]");

        Assert.That(sql, Does.Contain("sysdatetimeoffset()").And.Contain("dateadd(millisecond, @length, @now)").And.Contain("[holder] = @holder or [expires_at] <= @now"));
    }

    [TestCase("Host=127.0.0.1;Database=vsm;Username=vsm")]
    [TestCase("Database=vsm")]
    public void A_connection_string_of_another_database_is_a_wrong_setting(string connectionString) => Assert.That(
        () => new SqlServerStore(SqlServerContexts.With(connectionString)),
        Throws.TypeOf<OptionsValidationException>().With.Message.StartsWith("Vsm:Database:ConnectionString is none of SQL Server").And.Message.Contains("Server=127.0.0.1"));

    [Test]
    public void A_process_without_cultures_says_what_to_set() => Assert.That(
        () => SqlServerContexts.Store.TakeLeaseAsync("s3_control", "sweep", "one", TimeSpan.FromSeconds(1), CancellationToken.None),
        Throws.TypeOf<OptionsValidationException>().With.Message.Contains("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false"), "as this one has none");

    [TestCase("SqlServer", typeof(SqlServerStore))]
    [TestCase("InMemory", typeof(InMemoryStore))]
    public void The_setting_chooses_the_store(string store, Type expected)
    {
        var builder = VsmHost.CreateBuilder([$"--Vsm:Store={store}"]);

        Assert.That(builder.Services.Last(x => x.ServiceType == typeof(IStoreProvider)).ImplementationType, Is.EqualTo(expected));
    }
}
