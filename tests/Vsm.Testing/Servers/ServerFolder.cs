namespace Vsm.Testing.Servers;

/// <summary>The data of a server, gone in the end.</summary>
internal sealed class ServerFolder : IDisposable
{
    public ServerFolder(string prefix)
    {
        // Short: a unix socket's path may have 107 characters.
        Path = Directory.CreateTempSubdirectory(prefix).FullName;
        Reaper.Made(Path);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        Reaper.Removed(Path);
    }
}
