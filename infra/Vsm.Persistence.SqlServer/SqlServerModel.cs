using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Vsm.Persistence.SqlServer;

/// <summary>What has to be said of columns so that they mean here what they mean elsewhere.</summary>
internal static class SqlServerModel
{
    /// <summary>Text is compared by code points, not by the habits of the server's language, which would take two names for one.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    /// <summary>All that a <see cref="decimal"/> surely holds, half of it after the point; more digits could be stored and then not be read.</summary>
    private const int Precision = 28;
    private const int Scale = 14;

    public static void Adapt(IMutableModel model)
    {
        foreach (var property in model.GetEntityTypes().SelectMany(x => x.GetProperties()))
        {
            var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            if (type == typeof(string) || type.IsEnum)
            {
                property.SetCollation(Collation);
            }
            else if (type == typeof(decimal))
            {
                property.SetPrecision(Precision);
                property.SetScale(Scale);
                property.SetValueConverter(new AmountConverter());
            }
        }

        if (model.FindEntityType(typeof(JournalRow)) is { } journal)
        {
            journal.FindProperty(nameof(JournalRow.Id))!.SetValueConverter(new SequenceConverter());
        }
    }

    /// <summary>Without the zeros that the column's scale adds, so that an amount is written as it was.</summary>
    private sealed class AmountConverter() : ValueConverter<decimal, decimal>(x => decimal.Round(x, Scale), x => x / 1.0000000000000000000000000000m);

    /// <summary>
    /// SQL Server orders identifiers by their last bytes first. Stored in that order, rows of one process are read in the order in which they were made,
    /// and new ones go to the end of the table.
    /// </summary>
    private sealed class SequenceConverter() : ValueConverter<Guid, Guid>(
        x => NewId.FromSequentialGuid(x).ToGuid(), x => NewId.FromGuid(x).ToSequentialGuid());
}
