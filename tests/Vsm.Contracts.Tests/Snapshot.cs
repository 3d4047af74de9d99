namespace Vsm.Contracts.Tests;

/// <summary>Compares with what was approved, in the folder <c>Snapshots</c> of this project.</summary>
internal static class Snapshot
{
    private const string Variable = "VSM_APPROVE";

    private static readonly string Folder = Path.Combine(ProjectFolder(), "Snapshots");

    /// <summary>What the releases before wrote, a folder for each.</summary>
    public static string Releases { get; } = Path.Combine(ProjectFolder(), "Releases");

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder).Select(x => Path.GetFileName(x));

    public static void Match(string file, string actual)
    {
        var path = Path.Combine(Folder, file);
        var approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (actual == approved)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllText(path, actual);
            Assert.Inconclusive($"{file} was rewritten; look at it with git diff, and run again without {Variable}.");
        }

        Assert.Fail($"""
            {(approved is null ? $"{file} was never approved" : $"{file} differs from what was approved")} (- approved, + now):
            {LineDiff.Of(approved ?? "", actual)}
            What runs already must still be able to read this: add optional members, never rename, remove or require one.
            To approve: {Variable}=1 dotnet test tests/Vsm.Contracts.Tests, then commit tests/Vsm.Contracts.Tests/Snapshots.
            """);
    }

    private static string ProjectFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vsm.Contracts.Tests.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Vsm.Contracts.Tests.csproj.");
    }
}
