using Vsm.Contracts.Http;
using Vsm.Hosting;
using Vsm.Persistence;

namespace Vsm.S3.Control.Upgrades;

/// <summary>Refuses to start while there are tasks under way that this version could not go on with: the version before it can.</summary>
internal sealed partial class SagaCheckAtStart(SagaCheck check, StoreWait wait, ILogger<SagaCheckAtStart> logger) : IHostedService
{
    private const int Told = 5;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        SagaCheckView? found = null;
        await wait.RunAsync("to check the tasks under way", async cancel => found = await check.CheckAsync(cancel), cancellationToken);
        var view = found!;
        var blocked = view.Blocked.Where(x => !x.Waived).ToList();
        if (blocked.Count > 0)
        {
            throw new StartRefusedException(
                $"{(view.Blocked.Count == SagaCheck.MostBlocked ? "At least " : "")}{blocked.Count} of {view.Checked} tasks under way are blocked: this version cannot go on with them. "
                + string.Join(' ', blocked.Take(Told).Select(Text)) + (blocked.Count > Told ? " …" : "")
                + $" 'vsm saga check' shows all. Let the version before finish them, or waive them: {SagaOptions.Section}:{nameof(SagaOptions.Waived)} takes their ids.");
        }

        foreach (var saga in view.Blocked)
        {
            LogWaived(saga.Id, saga.Reason);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Text(BlockedSaga saga) => $"{saga.Id}: {saga.Reason}";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task} is blocked, which was waived: {Reason}")]
    private partial void LogWaived(Guid task, string reason);
}
