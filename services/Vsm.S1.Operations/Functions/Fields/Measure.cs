namespace Vsm.S1.Operations.Functions;

/// <summary>What is computed over the records of a group.</summary>
internal sealed class Measure
{
    private const int AverageDigits = 6;

    private Measure(MeasureKind kind, string name, string? field)
    {
        Kind = kind;
        Name = name;
        Field = field is null ? null : new FieldReader(field);
    }

    public MeasureKind Kind { get; }

    public string Name { get; }

    public FieldReader? Field { get; }

    public static Measure Count(string name = "count") => new(MeasureKind.Count, name, null);

    public static Measure Of(MeasureKind kind, string field, string? alias) =>
        new(kind, alias ?? $"{kind.ToString().ToLowerInvariant()}_{field}", field);

    public void Add(ref Accumulator state, Record record)
    {
        switch (Kind)
        {
            case MeasureKind.Count:
                state.Count++;
                break;
            case MeasureKind.Sum or MeasureKind.Average:
                if (Field!.ReadNumber(record) is { } number)
                {
                    state.Count++;
                    state.Sum = Plus(state.Sum, number, record);
                }

                break;
            default:
                var value = Field!.Read(record);
                if (!Values.IsBlank(value) && (state.Count++ == 0 || Extends(Values.Compare(value, state.Extreme))))
                {
                    state.Extreme = value;
                }

                break;
        }
    }

    public object? Result(in Accumulator state) => Kind switch
    {
        MeasureKind.Count => (decimal)state.Count,
        MeasureKind.Sum => state.Sum,
        MeasureKind.Average => state.Count == 0 ? null : decimal.Round(state.Sum / state.Count, AverageDigits),
        _ => Values.TryNumber(state.Extreme, out var number) ? number : state.Extreme,
    };

    private bool Extends(int order) => Kind == MeasureKind.Min ? order < 0 : order > 0;

    private decimal Plus(decimal sum, decimal number, Record record)
    {
        try
        {
            return sum + number;
        }
        catch (OverflowException overflow)
        {
            throw new FunctionException($"The sum of field '{Field!.Name}' is out of range at {record.Origin}: check the numbers there.", overflow);
        }
    }

    internal struct Accumulator
    {
        public long Count;
        public decimal Sum;
        public object? Extreme;
    }
}

internal enum MeasureKind
{
    Count,
    Sum,
    Min,
    Max,
    Average,
}
