using Vsm.Cli;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.S1.Operations;
using Vsm.S3.Control;
using Vsm.S3Star.Audit;

namespace Vsm.AllInOne;

/// <summary>What <c>run</c> starts: everything in memory, on a free loopback port, for as long as the command runs.</summary>
internal sealed class LocalServer : ILocalServer
{
    public IReadOnlyList<CatalogueDescription> Catalogues => [OperationsFunction.Functions, AuditFunction.Checks];

    public async Task<IRunningServer> StartAsync(string contentRoot, CancellationToken cancellationToken)
    {
        var store = Directory.CreateTempSubdirectory("vsm-content-");
        var app = AllInOneApplication.Build([], new Dictionary<string, string?>(AllInOneApplication.Served)
        {
            ["Vsm:Http:Urls"] = "http://127.0.0.1:0",
            ["Vsm:Content:Roots"] = contentRoot,
            ["Vsm:Tools:FileRoot"] = contentRoot,
            ["Vsm:Content:Store"] = store.FullName,
            ["Logging:LogLevel:Default"] = "Warning",
        }, x => x.AddSingleton<IHostLifetime, LifetimeOfCommand>());
        try
        {
            await app.StartAsync(cancellationToken);
            return new RunningServer(app, store);
        }
        catch
        {
            await app.DisposeAsync();
            store.Delete(recursive: true);
            throw;
        }
    }

    public Task<SagaCheckView> CheckSagasAsync(CancellationToken cancellationToken) => ControlFunction.CheckSagasAsync(cancellationToken);

    /// <summary>Leaves Ctrl+C to the command, which cancels its tasks before it stops the server.</summary>
    private sealed class LifetimeOfCommand : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class RunningServer(WebApplication app, DirectoryInfo store) : IRunningServer
    {
        public Uri Address { get; } = new(app.Urls.First());

        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
            store.Delete(recursive: true);
        }
    }
}
