namespace Vsm.AllInOne.Tests;

/// <summary>Starts the all-in-one program, shows what it wrote where a test failed, and leaves nothing behind.</summary>
public abstract class AllInOneTest
{
    private readonly List<ServiceProcess> _started = [];

    internal TemporaryFolder Folder { get; private set; } = null!;

    [SetUp]
    public void MakeFolder() => Folder = new TemporaryFolder();

    [TearDown]
    public async Task EndAsync()
    {
        foreach (var process in _started)
        {
            await ProcessReport.WriteAsync(process);
            await process.DisposeAsync();
        }

        _started.Clear();
        Folder.Dispose();
    }

    internal ServiceProcess Start(params string[] arguments) => Start(arguments, settings: []);

    internal ServiceProcess Start(string[] arguments, params (string Key, string Value)[] settings)
    {
        var process = ServiceProcess.Start("Vsm.AllInOne", arguments, settings.ToDictionary(x => x.Key, x => x.Value));
        _started.Add(process);
        return process;
    }

    internal async Task<(int ExitCode, ServiceProcess Process)> RunAsync(params string[] arguments)
    {
        var process = Start(arguments);
        return (await process.ExitAsync(), process);
    }
}
