using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>
/// Conditions joined by <c>and</c>, each a field, one of <c>= != &lt; &lt;= &gt; &gt;= contains starts_with</c>, and a value, quoted where it has blanks:
/// <c>status >= 500 and path contains '/api'</c>. Compared as numbers if the value is one (a field that is none then matches only <c>!=</c>), else as text.
/// </summary>
internal sealed partial class Filter
{
    public const string Help = "Keeps records that match, such as: status >= 500 and path starts_with '/api'. " +
        "Operators: = != < <= > >= contains starts_with. Numbers compare as numbers, all else as text.";

    private readonly List<Condition> _conditions = [];

    public static Filter? Parse(FunctionArguments arguments, string parameter)
    {
        if (arguments.Text(parameter) is not { } text)
        {
            return null;
        }

        var filter = new Filter();
        var at = 0;
        while (true)
        {
            var match = ConditionForm().Match(text, at);
            if (!match.Success)
            {
                throw FunctionException.ForParameter(
                    parameter, $"'{text[at..]}' is not a condition; write it like: status >= 500 and path contains '/api'.");
            }

            filter._conditions.Add(new Condition(
                new FieldReader(match.Groups["field"].Value.Trim('"')), match.Groups["operator"].Value, match.Groups["value"].Value.Trim('\'', '"')));
            at = match.Index + match.Length;
            if (match.Groups["and"].Length == 0)
            {
                return filter;
            }
        }
    }

    public bool Matches(Record record)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.Matches(record))
            {
                return false;
            }
        }

        return true;
    }

    public void EnsureFieldsFound() => _conditions.ForEach(x => x.Field.EnsureFound());

    [GeneratedRegex(
        """\G\s*(?<field>"[^"]+"|[\w.\-]+)\s*(?<operator>>=|<=|!=|=|>|<|contains\b|starts_with\b)\s*(?<value>'[^']*'|"[^"]*"|[^\s'"<>=!][^\s'"]*)\s*(?:(?<and>and\s)|$)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConditionForm();

    private sealed class Condition(FieldReader reader, string comparison, string value)
    {
        private readonly bool _isNumber = Values.TryNumber(value, out _);
        private readonly decimal _number = Values.TryNumber(value, out var number) ? number : 0;

        public FieldReader Field => reader;

        public bool Matches(Record record)
        {
            var actual = reader.Read(record);
            if (comparison is "contains" or "starts_with")
            {
                var text = Values.Text(actual);
                return comparison == "contains"
                    ? text.Contains(value, StringComparison.OrdinalIgnoreCase)
                    : text.StartsWith(value, StringComparison.OrdinalIgnoreCase);
            }

            if (!_isNumber)
            {
                return Holds(string.CompareOrdinal(Values.Text(actual), value));
            }

            return Values.TryNumber(actual, out var number) ? Holds(number.CompareTo(_number)) : comparison == "!=";
        }

        private bool Holds(int order) => comparison switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }
}
