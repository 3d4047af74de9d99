using System.CommandLine;
using Vsm.Cli.Reports;

namespace Vsm.Cli.Commands;

/// <summary>Says that something was asked for: as data in JSON, otherwise as a message.</summary>
internal static class Done
{
    public static void Write(CommonOptions common, ParseResult parsed, string id, string action, string text)
    {
        if (common.IsJson(parsed))
        {
            common.Environment.Out.WriteLine(JsonText.Of(new Request(id, action)));
        }
        else
        {
            common.Environment.Error.WriteLine(text);
        }
    }

    private sealed record Request(string Id, string Action);
}
