using System.Globalization;
using ModelContextProtocol.Protocol;

namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>What a server answered, as text for a model; what is no text is said, not shown.</summary>
internal static class McpContent
{
    public static string Text(CallToolResult result)
    {
        var text = string.Join("\n", result.Content.Select(Text));
        return text.Length > 0 ? text : result.StructuredContent is { } structured ? structured.ToString() : "[The tool answered nothing.]";
    }

    private static string Text(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        ImageContentBlock image => NotShown("image", image.MimeType, image.DecodedData.Length),
        AudioContentBlock audio => NotShown("audio", audio.MimeType, audio.DecodedData.Length),
        ResourceLinkBlock link => $"[A link to the resource {link.Name}: {link.Uri}]",
        EmbeddedResourceBlock { Resource: TextResourceContents text } => $"[The resource {text.Uri}]\n{text.Text}",
        EmbeddedResourceBlock { Resource: BlobResourceContents blob } => NotShown($"resource {blob.Uri}", blob.MimeType, blob.DecodedData.Length),
        _ => $"[Content of the type {block.Type}, which is not shown.]",
    };

    private static string NotShown(string what, string? type, int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"[{what} of the type {type ?? "unknown"}, {bytes} bytes, which is not shown.]");
}
