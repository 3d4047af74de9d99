using System.Text;
using System.Text.RegularExpressions;

namespace Vsm.S1.Operations.Functions;

/// <summary>Says a record in words: by a template with <c>{field}</c> in it, or as "a is 1, b is 2 and c is 3."</summary>
internal sealed partial class RecordSentence
{
    private readonly List<(string Before, FieldReader? Field)> _parts = [];

    public RecordSentence(string? template)
    {
        if (template is null)
        {
            return;
        }

        var at = 0;
        foreach (Match field in FieldForm().Matches(template))
        {
            _parts.Add((template[at..field.Index], new FieldReader(field.Groups["name"].Value.Trim())));
            at = field.Index + field.Length;
        }

        _parts.Add((template[at..], null));
    }

    public string Say(Record record)
    {
        var text = new StringBuilder();
        if (_parts.Count == 0)
        {
            AppendAll(text, record);
        }

        foreach (var (before, field) in _parts)
        {
            text.Append(before).Append(field is null ? "" : Values.Text(field.Read(record)));
        }

        return text.ToString().ReplaceLineEndings(" ");
    }

    public void EnsureFieldsFound() => _parts.ForEach(x => x.Field?.EnsureFound());

    private static void AppendAll(StringBuilder text, Record record)
    {
        for (var i = 0; i < record.Names.Count; i++)
        {
            text.Append(i == 0 ? "" : i == record.Names.Count - 1 ? " and " : ", ")
                .Append(record.Names.Names[i]).Append(" is ").Append(Values.IsBlank(record.Values[i]) ? "blank" : Values.Text(record.Values[i]));
        }

        text.Append('.');
    }

    [GeneratedRegex(@"\{(?<name>[^{}]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FieldForm();
}
