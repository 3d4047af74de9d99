using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli;

/// <summary>The whole system, for programs that have it in them: <c>run</c> starts it for as long as the organisation's tasks take.</summary>
public interface ILocalServer
{
    /// <summary>The functions and checks that organisation files may name.</summary>
    IReadOnlyList<CatalogueDescription> Catalogues { get; }

    /// <summary>
    /// Starts everything on a free loopback port. It must not react to Ctrl+C itself: the command cancels its tasks first, then disposes the server.
    /// </summary>
    Task<IRunningServer> StartAsync(string contentRoot, CancellationToken cancellationToken);

    /// <summary>Loads the sagas under way in the database that the settings name, as this program reads them.</summary>
    Task<SagaCheckView> CheckSagasAsync(CancellationToken cancellationToken);
}

/// <summary>A started system; disposing it stops it.</summary>
public interface IRunningServer : IAsyncDisposable
{
    /// <summary>Where its HTTP API is, without the path.</summary>
    Uri Address { get; }
}
