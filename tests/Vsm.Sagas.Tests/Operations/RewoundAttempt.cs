using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Record;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Operations;

/// <summary>Puts an attempt that was done back to where a process could have left it.</summary>
internal sealed class RewoundAttempt(OperationsBench bench, AgentConfiguration agent, AssignTaskMessage task)
{
    /// <summary>The most that a call that was begun can have cost.</summary>
    public const decimal Largest = 0.25m;

    public int Takeovers { get; init; }

    /// <summary>The process that worked on it and gives no sign of life; null: it left the attempt.</summary>
    public string? Owner { get; init; }

    /// <summary>The answer was stored, and perhaps not sent.</summary>
    public bool Answered { get; init; }

    public async Task RewindAsync(int done, bool nextIsBegun = false, Action<RecordedCall>? change = null)
    {
        await Eventually.ReadAsync("the attempt to be done with", CountAsync, x => x == 0);
        await using var db = await OpenAsync();
        var receipt = await db.Receipts.SingleAsync(x => x.TaskId == task.TaskId);
        (receipt.Answered, receipt.Answer) = Answered ? (true, receipt.Answer) : (false, null);
        foreach (var call in await db.Calls.Where(x => x.TaskId == task.TaskId).ToListAsync())
        {
            if (call.Number <= done)
            {
                change?.Invoke(call);
            }
            else if (nextIsBegun && call.Number == done + 1)
            {
                (call.Done, call.Answer, call.Usage, call.Largest) = (false, null, new(), call.Kind == CallKind.Model ? Largest : 0);
            }
            else
            {
                db.Remove(call);
            }
        }

        var last = done + (nextIsBegun ? 1 : 0);
        db.Effects.RemoveRange(await db.Effects.Where(x => x.TaskId == task.TaskId && x.Step > last).ToListAsync());
        var attempt = StoredAttempt.Of(task, agent, DateTimeOffset.UnixEpoch);
        (attempt.Owner, attempt.Starts, attempt.Takeovers) = (Owner, 1, Takeovers);
        db.Attempts.Add(attempt);
        await db.SaveChangesAsync();
        bench.Services.GetRequiredService<AttemptSignal>().Wake();
    }

    public async Task<int> CountAsync()
    {
        await using var db = await OpenAsync();
        return await db.Attempts.CountAsync();
    }

    private Task<OperationsDbContext> OpenAsync() => bench.Services.GetRequiredService<IDbContextFactory<OperationsDbContext>>().CreateDbContextAsync();
}
