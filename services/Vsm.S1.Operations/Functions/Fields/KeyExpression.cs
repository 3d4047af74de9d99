namespace Vsm.S1.Operations.Functions;

/// <summary>What records are grouped by: a field, or a time field truncated to a unit.</summary>
internal sealed class KeyExpression(string field, string? unit, string name)
{
    public FieldReader Field { get; } = new(field);

    public string Name => name;

    public static IReadOnlyList<KeyExpression> ParseList(FunctionArguments arguments, string parameter) =>
        [.. FieldExpression.ParseList(arguments, parameter).Select(x => Create(x, parameter))];

    public object? Read(Record record)
    {
        var value = Field.Read(record);
        if (unit is null)
        {
            return value;
        }

        return value is string text && TimeUnits.TryParse(text, out var time)
            ? TimeUnits.Truncate(unit, time)
            : throw new FunctionException(
                $"'{Cut.To(Values.Text(value), 100)}' in field '{field}' of {record.Origin} is not a time; " +
                "write it like 2026-03-14, 2026-03-14T09:30:00Z or 14/Mar/2026:09:30:00 +0000.");
    }

    private static KeyExpression Create(FieldExpression x, string parameter) =>
        x.Function is null || TimeUnits.IsUnit(x.Function)
            ? new KeyExpression(x.Field, x.Function, x.Alias ?? x.Function ?? x.Field)
            : throw FunctionException.ForParameter(parameter, $"'{x.Function}' is not one of {string.Join(", ", TimeUnits.Names)}.");
}
