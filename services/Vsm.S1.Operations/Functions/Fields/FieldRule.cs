using System.Globalization;

namespace Vsm.S1.Operations.Functions;

/// <summary>A condition that one field of every record must meet.</summary>
internal sealed class FieldRule
{
    private readonly FieldReader _field;
    private readonly Func<object?, string?> _problem;

    private FieldRule(string field, Func<object?, string?> problem) => (_field, _problem) = (new FieldReader(field), problem);

    public string Field => _field.Name;

    public static IReadOnlyList<FieldRule> ReadAll(FunctionArguments arguments)
    {
        List<FieldRule> rules =
        [
            .. arguments.List("required").Select(x => new FieldRule(x, value => Values.IsBlank(value) ? "is blank" : null)),
            .. arguments.List("numbers").Select(x => Filled(x, value => Values.TryNumber(value, out _) ? null : "is not a number")),
            .. arguments.List("integers").Select(x => Filled(x, value => Values.TryNumber(value, out var n) && decimal.IsInteger(n) ? null : "is not a whole number")),
            .. arguments.List("dates").Select(x => Filled(x, value => TimeUnits.TryParse(Values.Text(value), out _) ? null : "is not a time")),
            .. arguments.List("ranges").Select(Range),
        ];
        return rules.Count > 0
            ? rules
            : throw FunctionException.ForParameter("required", "there is nothing to check: set one of required, numbers, integers, dates, ranges.");
    }

    /// <summary>What is wrong with the record's field; null: nothing.</summary>
    public string? Check(Record record)
    {
        var value = _field.Read(record);
        return _problem(value) is { } problem
            ? Values.IsBlank(value) ? problem : $"'{Cut.To(Values.Text(value), 100)}' {problem}"
            : null;
    }

    public void EnsureFieldFound() => _field.EnsureFound();

    private static FieldRule Filled(string field, Func<object?, string?> problem) =>
        new(field, value => Values.IsBlank(value) ? null : problem(value));

    private static FieldRule Range(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var blank = dots < 0 ? -1 : text.LastIndexOf(' ', dots);
        if (blank <= 0 || !TryBound(text[(blank + 1)..dots], out var least) || !TryBound(text[(dots + 2)..], out var most) || (least ?? most) is null)
        {
            throw FunctionException.ForParameter("ranges", $"'{text}' is not a range; write it like: quantity 1..100, quantity 1.. or " +
                "quantity ..100.");
        }

        var says = (least, most) switch
        {
            (null, _) => Invariant($"is not a number up to {most}"),
            (_, null) => Invariant($"is not a number from {least}"),
            _ => Invariant($"is not a number from {least} to {most}"),
        };
        return Filled(text[..blank].Trim(), value =>
            Values.TryNumber(value, out var number) && number >= (least ?? decimal.MinValue) && number <= (most ?? decimal.MaxValue) ? null : says);
    }

    private static bool TryBound(string text, out decimal? bound)
    {
        bound = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        return bound is not null || string.IsNullOrWhiteSpace(text);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
