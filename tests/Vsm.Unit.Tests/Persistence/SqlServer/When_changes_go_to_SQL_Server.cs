using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Vsm.Persistence;
using Vsm.Persistence.SqlServer;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

public sealed class When_changes_go_to_SQL_Server
{
    private static readonly DateTimeOffset Time = new(2031, 5, 17, 22, 41, 59, 123, 456, TimeSpan.FromHours(2));

    [Test]
    public void A_step_of_an_agent_is_one_batch_that_is_a_transaction()
    {
        using var db = SqlServerContexts.Of(OperationsDbContext.Schema);
        var save = Save([Claimed(db), Answered(db), New(db, JournalRow.Of("k", 1, JsonSerializerOptions.Web))]);

        Assert.That(save.Sql.ReplaceLineEndings("\n"), Is.EqualTo(
            """
            set nocount on; set xact_abort on;
            begin transaction;
            insert into [s1_operations].[journal] ([id], [body], [key]) select [id], [body], [key] from openjson(@rows0) with ([id] uniqueidentifier '$[0]', [body] nvarchar(max) '$[1]', [key] nvarchar(max) '$[2]');
            update t set [agent_id] = r.[agent_id], [answer] = r.[answer], [answered] = r.[answered], [at] = r.[at] from [s1_operations].[receipts] t inner join openjson(@rows1) with ([task_id] uniqueidentifier '$[0]', [attempt] int '$[1]', [agent_id] uniqueidentifier '$[2]', [answer] nvarchar(max) '$[3]', [answered] bit '$[4]', [at] datetimeoffset '$[5]', [was_0] bit '$[6]') r on t.[task_id] = r.[task_id] and t.[attempt] = r.[attempt] and t.[answered] = r.[was_0];
            if @@rowcount <> @count1 begin; throw 51000, N'A row is no longer as it was loaded.', 1; end;
            insert into [s1_operations].[receipts] ([task_id], [attempt], [agent_id], [answer], [answered], [at]) select [task_id], [attempt], [agent_id], [answer], [answered], [at] from openjson(@rows2) with ([task_id] uniqueidentifier '$[0]', [attempt] int '$[1]', [agent_id] uniqueidentifier '$[2]', [answer] nvarchar(max) '$[3]', [answered] bit '$[4]', [at] datetimeoffset '$[5]');
            commit transaction;
            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void The_text_is_the_same_for_any_number_of_rows_in_any_order()
    {
        using var db = SqlServerContexts.Of(OperationsDbContext.Schema);
        Change[] one = [Claimed(db), New(db, JournalRow.Of("k", 1, JsonSerializerOptions.Web))];
        Change[] more = [New(db, JournalRow.Of("k", 1, JsonSerializerOptions.Web)), Claimed(db), Claimed(db)];

        Assert.That(Save(more).Sql, Is.EqualTo(Save(one).Sql));
    }

    [Test]
    public void Rows_are_one_parameter_with_every_value_in_a_form_that_the_server_reads()
    {
        using var db = SqlServerContexts.Of(ControlDbContext.Schema);
        var task = new TaskInstance
        {
            CorrelationId = Guid.Parse("0d0c0b0a-0908-0706-0504-030201000f0e"), CurrentState = "it's \"Ω\" 🌲\n", Number = 7, SubmittedAt = Time,
            CostLimit = 1234567890.123456m, Reserved = 0.0000001m, InputTokens = 3_000_000_000, Inbox = [Guid.Empty],
        };
        using var command = Save([New(db, task), New(db, task)]).CommandOn(connection: null);

        var columns = db.Model.FindEntityType(typeof(TaskInstance))!.GetProperties().Select(x => x.Name).ToList();
        using var rows = JsonDocument.Parse((string)command.Parameters["@rows0"].Value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(command.Parameters.Cast<object>().Select(x => $"{x}"), Is.EqualTo(["@rows0", "@count0"]));
            Assert.That(command.Parameters["@count0"].Value, Is.EqualTo(2));
            Assert.That(command.Parameters["@rows0"].Size, Is.EqualTo(-1), "of one type, so that the plan is one");
            Assert.That(rows.RootElement.GetArrayLength(), Is.EqualTo(2));
            Assert.That(rows.RootElement[1].GetArrayLength(), Is.EqualTo(columns.Count));
            Assert.That(Value(nameof(TaskInstance.CorrelationId)), Is.EqualTo("\"0d0c0b0a-0908-0706-0504-030201000f0e\""));
            Assert.That(JsonSerializer.Deserialize<string>(Value(nameof(TaskInstance.CurrentState))), Is.EqualTo(task.CurrentState));
            Assert.That(Value(nameof(TaskInstance.SubmittedAt)), Is.EqualTo("\"2031-05-17T20:41:59.1234560+00:00\""));
            Assert.That(Value(nameof(TaskInstance.CostLimit)), Is.EqualTo("\"1234567890.123456\""));
            Assert.That(Value(nameof(TaskInstance.Reserved)), Is.EqualTo("\"0.0000001\""));
            Assert.That(Value(nameof(TaskInstance.InputTokens)), Is.EqualTo("3000000000"));
            Assert.That(JsonSerializer.Deserialize<string>(Value(nameof(TaskInstance.Inbox))), Is.EqualTo($"[\"{Guid.Empty}\"]"));
            Assert.That(Value(nameof(TaskInstance.Deadline)), Is.EqualTo("null"));
        }

        string Value(string column) => rows.RootElement[0][columns.IndexOf(column)].GetRawText();
    }

    [Test]
    public void What_was_handed_in_is_not_written_again_with_a_step()
    {
        using var db = SqlServerContexts.Of(ControlDbContext.Schema);
        var type = db.Model.FindEntityType(typeof(TaskInstance))!;
        var sql = Save([new Change(new TaskInstance(), type, EntityState.Modified, [4])]).Sql;

        Assert.That(sql, Does.Contain("[cost] = r.[cost]").And.Contain("t.[step] = r.[was_0]").And.Not.Contain("[content]"));
    }

    [Test]
    public void Text_of_a_key_is_compared_by_code_points_and_in_its_own_type()
    {
        using var db = SqlServerContexts.Of(ControlDbContext.Schema);
        var type = db.Model.GetEntityTypes().Single(x => x.GetTableName() == "organisations");
        var sql = BulkStatement.For((type, EntityState.Modified))!.Sql(0);

        Assert.That(sql, Does.Contain("t.[vsm] = r.[vsm] collate Latin1_General_100_BIN2").And.Contain("[vsm] nvarchar(100) '$[0]'"));
    }

    [Test]
    public void A_row_that_is_to_go_takes_the_other_way()
    {
        using var db = SqlServerContexts.Of(OperationsDbContext.Schema);
        var receipt = (Receipt)Claimed(db).Entity;
        var gone = new Change(receipt, db.Model.FindEntityType(typeof(Receipt))!, EntityState.Deleted, [false]);

        Assert.That(BulkSave.Of([Claimed(db), gone], BulkStatement.For), Is.Null);
    }

    [Test]
    public void Everything_of_every_function_can_go_this_way()
    {
        var types = SqlServerContexts.Schemas.SelectMany(x => SqlServerContexts.Of(x).Model.GetEntityTypes()).ToList();

        Assert.That(types.Where(x => BulkStatement.For((x, EntityState.Added)) is null).Select(x => x.Name), Is.Empty);
        Assert.That(types, Has.Count.GreaterThan(30));
    }

    private static BulkSave Save(IReadOnlyList<Change> changes) => BulkSave.Of(changes, BulkStatement.For)!;

    private static Change New(DbContext db, object entity) => new(entity, db.Model.FindEntityType(entity.GetType())!, EntityState.Added, []);

    private static Change Claimed(DbContext db) => New(db, NewReceipt());

    private static Change Answered(DbContext db) => new(NewReceipt(), db.Model.FindEntityType(typeof(Receipt))!, EntityState.Modified, [false]);

    private static Receipt NewReceipt() => new() { TaskId = Guid.NewGuid(), Attempt = 1, AgentId = Guid.NewGuid(), At = Time };
}
