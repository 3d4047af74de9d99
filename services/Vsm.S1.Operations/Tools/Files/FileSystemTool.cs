using System.Globalization;
using System.Text;
using System.Text.Json;
using Vsm.Contracts.Policy;

namespace Vsm.S1.Operations.Tools.Files;

/// <summary>Text files below the folder of an agent.</summary>
internal sealed class FileSystemTool(RootFolder folder) : AgentTool(ToolNames.FileSystem, Schema)
{
    private const int ReadBytes = ToolLimits.ResultBytes - 1_024;
    private const string Schema = """
        {
          "type": "object",
          "properties": {
            "action": { "type": "string", "enum": ["list", "read", "write"], "description": "list a folder, read a file, or write (make or replace) a file." },
            "path": { "type": "string", "minLength": 1, "maxLength": 1024, "description": "Relative to your folder, such as notes/today.md; '.' is the folder itself." },
            "content": { "type": "string", "maxLength": 262144, "description": "For write: all that the file is to hold." },
            "offset": { "type": "integer", "minimum": 0, "description": "For read: the byte to begin at." }
          },
          "required": ["action", "path"],
          "additionalProperties": false
        }
        """;

    public override ToolLevel LevelOf(JsonElement arguments) => Action(arguments) == "write" ? ToolLevel.Write : ToolLevel.Read;

    protected override Task<string> RunAsync(JsonElement arguments, CancellationToken cancel)
    {
        var path = FilePath.Parse(arguments.GetProperty("path").GetString()!);
        return Task.FromResult(Action(arguments) switch
        {
            "list" => List(path),
            _ when path.Count == 0 => throw new ToolException("'.' is your folder; name a file in it."),
            "read" => Read(path, arguments.TryGetProperty("offset", out var offset) ? offset.GetInt64() : 0),
            _ => Write(path, arguments.TryGetProperty("content", out var content) ? content.GetString()! : throw new ToolException("To write, give 'content', all that the file is to hold.")),
        });
    }

    private string List(IReadOnlyList<string> path)
    {
        var entries = folder.List(path);
        return entries.Count == 0 ? "The folder is empty."
            : entries.Count <= ToolLimits.ListedEntries ? string.Join('\n', entries)
            : $"{string.Join('\n', entries.Take(ToolLimits.ListedEntries))}\n[Cut: there are more than {ToolLimits.ListedEntries} entries.]";
    }

    private string Read(IReadOnlyList<string> path, long offset)
    {
        var (content, length) = folder.Read(path, offset, ReadBytes);
        if (content.AsSpan().Contains((byte)0))
        {
            throw new ToolException($"'{string.Join('/', path)}' is no text.");
        }

        ReadOnlySpan<byte> whole = content.Length < length - offset ? BoundedText.Whole(content) : content;
        var text = Encoding.UTF8.GetString(whole);
        var end = offset + whole.Length;
        return end >= length ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}\n[Cut: these are the bytes {offset} to {end} of {length}; read on with offset {end}.]");
    }

    private string Write(IReadOnlyList<string> path, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        folder.Write(path, bytes);
        return string.Create(CultureInfo.InvariantCulture, $"Wrote {bytes.Length} bytes to {string.Join('/', path)}.");
    }

    private static string Action(JsonElement arguments) => arguments.GetProperty("action").GetString()!;
}
