using System.Data.SqlTypes;
using MassTransit;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.SqlServer.Server;
using Vsm.Persistence;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

public sealed class When_values_go_to_SQL_Server
{
    [Test]
    public void Journal_rows_are_ordered_there_as_they_were_made()
    {
        var converter = ConverterOf(typeof(JournalRow), nameof(JournalRow.Id));
        var made = Enumerable.Range(0, 1000).Select(_ => NewId.NextSequentialGuid()).ToList();

        var stored = made.ConvertAll(x => (Guid)converter.ConvertToProvider(x)!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored.OrderBy(x => new SqlGuid(x)), Is.EqualTo(stored));
            Assert.That(stored.Select(x => converter.ConvertFromProvider(x)), Is.EqualTo(made));
        }
    }

    [FsCheck.NUnit.Property]
    public bool Any_identifier_is_read_as_it_was_stored(Guid id)
    {
        var converter = ConverterOf(typeof(JournalRow), nameof(JournalRow.Id));
        return id.Equals(converter.ConvertFromProvider(converter.ConvertToProvider(id)));
    }

    [TestCase("0.25", "0.25000000000000")]
    [TestCase("0", "0.00000000000000")]
    [TestCase("1000000", "1000000.00000000000000")]
    [TestCase("0.0000001", "0.00000010000000")]
    [TestCase("-3.5", "-3.50000000000000")]
    public void Amounts_are_read_without_the_zeros_of_their_column(string amount, string stored)
    {
        var read = (decimal)ConverterOf(typeof(TaskInstance), nameof(TaskInstance.Cost)).ConvertFromProvider(Decimal(stored))!;

        Assert.That(read.ToString(System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(amount));
    }

    [Test]
    public void Amounts_are_stored_with_fourteen_digits_after_the_point() =>
        Assert.That(ConverterOf(typeof(TaskInstance), nameof(TaskInstance.Cost)).ConvertToProvider(Decimal("99999999999999.123456789012344")), Is.EqualTo(Decimal("99999999999999.12345678901234")));

    [Test]
    public void The_client_finds_the_types_that_it_wants_for_parameters()
    {
        var parameter = new SqlParameter { Value = new Point() };

        Assert.That(parameter.SqlDbType, Is.EqualTo(System.Data.SqlDbType.Udt), "read from the attribute that the stand-in declares");
    }

    private static ValueConverter ConverterOf(Type entity, string property)
    {
        using var db = SqlServerContexts.Of(ControlDbContext.Schema);
        return db.Model.FindEntityType(entity)!.FindProperty(property)!.GetTypeMapping().Converter!;
    }

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [SqlUserDefinedType(Format.UserDefined, MaxByteSize = 8)]
    private sealed class Point : IBinarySerialize
    {
        public void Read(BinaryReader r) => throw new NotSupportedException();

        public void Write(BinaryWriter w) => throw new NotSupportedException();
    }
}
