using System.Text.RegularExpressions;

namespace Vsm.Architecture.Tests;

/// <summary>The files of the repository, or of a made-up one, named by their path from its root with forward slashes.</summary>
internal sealed partial class Tree(string root)
{
    private const string Landmark = "Vsm.Messaging.sln";
    private static readonly HashSet<string> NotOurs = ["bin", "obj", ".git", ".env", ".vs", ".idea", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public string Root { get; } = Path.GetFullPath(root);

    public static Tree OfThisRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Landmark)))
            {
                return new Tree(folder.FullName);
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds {Landmark}.");
    }

    public IEnumerable<string> Files(string under = "")
    {
        var start = Path.Combine(Root, under);
        return Directory.Exists(start) ? Walk(start).Select(Name).Order(StringComparer.Ordinal) : [];
    }

    public IEnumerable<string> Sources(params string[] folders) =>
        folders.SelectMany(Files).Where(file => file.EndsWith(".cs", StringComparison.Ordinal));

    public IEnumerable<ProjectFile> Projects(params string[] folders) =>
        folders.SelectMany(Files).Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => ProjectFile.Read(this, file));

    public IEnumerable<string> TopLevel() => Directory.EnumerateFileSystemEntries(Root).Select(Name).Order(StringComparer.Ordinal);

    public bool Has(string file) => File.Exists(Path.Combine(Root, file));

    public string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    /// <summary>The file without its line comments, which may well name what the code must not.</summary>
    public string ReadCode(string file) => LineComment().Replace(Read(file), "");

    public string Name(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    // In a linked worktree .git is a file.
    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(IsOurs).Concat(Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Walk));

    private static bool IsOurs(string path) => !NotOurs.Contains(Path.GetFileName(path));

    [GeneratedRegex(@"(?<!:)//.*$", RegexOptions.Multiline)]
    private static partial Regex LineComment();
}
