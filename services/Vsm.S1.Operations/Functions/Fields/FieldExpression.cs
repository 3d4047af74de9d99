namespace Vsm.S1.Operations.Functions;

/// <summary><c>field</c>, <c>function(field)</c>, either with <c>as name</c> behind it.</summary>
internal sealed record FieldExpression(string Field, string? Function, string? Alias)
{
    public static FieldExpression Parse(string text, string parameter)
    {
        var body = text.Trim();
        string? alias = null;
        var at = body.LastIndexOf(" as ", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            alias = body[(at + 4)..].Trim();
            body = body[..at].Trim();
        }

        string? function = null;
        var open = body.IndexOf('(');
        if (open > 0 && body.EndsWith(')'))
        {
            function = body[..open].Trim();
            body = body[(open + 1)..^1].Trim();
        }

        return body.Length > 0 && alias is not ""
            ? new FieldExpression(body, function, alias)
            : throw FunctionException.ForParameter(parameter, $"'{text}' is not a field; write it as: field, function(field) or field as name.");
    }

    public static IReadOnlyList<FieldExpression> ParseList(FunctionArguments arguments, string parameter) =>
        [.. arguments.List(parameter).Select(x => Parse(x, parameter))];
}
