namespace Vsm.Architecture.Tests;

/// <summary>A small tree in a temporary folder, to see a rule fail.</summary>
internal sealed class MadeUpTree : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vsm-tree-");

    public Tree Tree => new(_folder.FullName);

    public MadeUpTree With(string file, string content)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return this;
    }

    public MadeUpTree WithProject(string file, string items = "", string sdk = "Microsoft.NET.Sdk") =>
        With(file, $"""<Project Sdk="{sdk}"><ItemGroup>{items}</ItemGroup></Project>""");

    public void Dispose() => _folder.Delete(recursive: true);
}
