using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Decisions;

/// <summary>Notes that a task waits for a person, instead of what it waited for before.</summary>
internal sealed class ApprovalRequestedConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns) : IConsumer<ApprovalRequested>
{
    public async Task Consume(ConsumeContext<ApprovalRequested> context)
    {
        var (request, cancel) = (context.Message, context.CancellationToken);
        using var turn = await turns.TakeAsync(request.TaskId.ToString(), cancel);
        var known = await db.Approvals.Where(x => x.TaskId == request.TaskId).ToListAsync(cancel);
        if (known.Exists(x => x.Step >= request.Step))
        {
            return;
        }

        db.Approvals.RemoveRange(known.Where(x => x.Decided is null));
        db.Approvals.Add(new ApprovalRow
        {
            TaskId = request.TaskId,
            Step = request.Step,
            Vsm = request.Vsm,
            Attempt = request.Attempt,
            Reason = request.Reason,
            Answers = request.Answers,
            HasOutput = !string.IsNullOrWhiteSpace(request.Output),
            ExpiresAt = request.ExpiresAt,
        });
        await db.SaveChangesAsync(cancel);
    }
}
