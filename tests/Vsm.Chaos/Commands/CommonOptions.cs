using System.CommandLine;
using System.Text.Json.Nodes;
using Vsm.Chaos.Verdicts;

namespace Vsm.Chaos.Commands;

/// <summary>Options of every command.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _output = new Option<string>("--output", "-o")
    {
        Description = "How the end is written to standard output", HelpName = "table|json", Recursive = true, DefaultValueFactory = _ => "table",
    }.AcceptOnlyFromAmong("table", "json");

    private readonly Option<string?> _logs = new("--logs") { Description = "Keep the services' logs in this folder", HelpName = "folder", Recursive = true };

    public void AddTo(Command root)
    {
        root.Options.Add(_output);
        root.Options.Add(_logs);
    }

    public string? Logs(ParseResult parsed) => parsed.GetValue(_logs);

    public Task WriteAsync(ParseResult parsed, string table, JsonNode json) =>
        Console.Out.WriteLineAsync(parsed.GetValue(_output) == "json" ? VerdictReport.Write(json) : table);
}
