using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Tasks;

/// <summary>Looks for tasks whose time limit has passed. Whoever looks twice changes nothing: the check names the task's step.</summary>
internal sealed class DeadlineSweep(IDbContextFactory<ControlDbContext> contexts, IBus bus, TimeProvider clock, IHostApplicationLifetime lifetime)
    : Sweep(lifetime)
{
    private const int Most = 500;

    protected override async Task SweepAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = clock.GetUtcNow();
        var due = await db.Tasks.AsNoTracking()
            .Where(x => x.DueAt != null && x.DueAt <= now)
            .OrderBy(x => x.DueAt)
            .Take(Most)
            .Select(x => new CheckTaskDeadline { TaskId = x.CorrelationId, Step = x.Step })
            .ToListAsync(cancel);
        foreach (var check in due)
        {
            await bus.SendTo(TaskStateMachine.Queue, check, cancel);
        }
    }
}
