using System.Xml.Linq;

namespace Vsm.Architecture.Tests;

/// <summary>What the rules want to know of a project file.</summary>
internal sealed record ProjectFile(string Path, XElement Content, IReadOnlyList<string> ProjectReferences)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public bool IsProgram =>
        Content.Descendants("OutputType").Any(type => type.Value.Equals("Exe", StringComparison.OrdinalIgnoreCase))
        || (string?)Content.Attribute("Sdk") is "Microsoft.NET.Sdk.Web" or "Microsoft.NET.Sdk.Worker";

    public static ProjectFile Read(Tree tree, string path)
    {
        var content = XElement.Parse(tree.Read(path));
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.Combine(tree.Root, path))!;
        var references = Includes(content, "ProjectReference")
            .Select(include => tree.Name(System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, include.Replace('\\', '/')))));
        return new ProjectFile(path, content, [.. references]);
    }

    public IEnumerable<string> References(string item) => Includes(Content, item);

    private static IEnumerable<string> Includes(XElement content, string item) =>
        content.Descendants(item)
            .SelectMany(reference => ((string?)reference.Attribute("Include") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
