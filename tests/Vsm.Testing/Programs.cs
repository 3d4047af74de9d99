namespace Vsm.Testing;

/// <summary>Where the build put the programs, in the configuration of the tests that run.</summary>
public static class Programs
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The assembly of a service, or of a program among the tests.</summary>
    public static string PathOf(string project) => PathOf(Root, project);

    /// <summary>The same of another tree, built in the configuration of this one.</summary>
    public static string PathOf(string root, string project)
    {
        // .../bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var area = Directory.Exists(Path.Combine(root, "services", project)) ? "services" : "tests";
        var folder = Path.Combine(root, area, project, "bin", output.Parent!.Name, output.Name);
        var path = Path.Combine(folder, project == "Vsm.Cli" ? "vsm.dll" : $"{project}.dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is not built: dotnet build Vsm.Messaging.sln -c {output.Parent.Name}");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vsm.Messaging.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Vsm.Messaging.sln.");
    }
}
