using Vsm.Cli.Organisation;

namespace Vsm.Unit.Tests.Cli;

/// <summary>A folder with an organisation file, removed after the test.</summary>
internal sealed class OrganisationFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vsm-org-").FullName;

    public string File => System.IO.Path.Combine(Path, "org.yaml");

    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public OrganisationLoad Load(string yaml)
    {
        Write("org.yaml", yaml);
        return OrganisationFile.Load(File, Catalogues.All);
    }

    /// <summary>The errors as printed, with the folder cut off.</summary>
    public IReadOnlyList<string> Errors(string yaml) => Texts(Load(yaml));

    public IReadOnlyList<string> Texts(OrganisationLoad load)
    {
        Assert.That(load.Organisation, Is.Null.Or.Not.Null.And.Matches<object>(_ => load.Errors.Count == 0));
        return [.. load.Errors.Select(x => x.ToString().Replace(Path + "/", "", StringComparison.Ordinal))];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
