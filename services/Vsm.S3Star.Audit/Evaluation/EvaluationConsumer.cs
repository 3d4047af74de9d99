using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Data;
using Vsm.S3Star.Audit.Judging;
using Vsm.S3Star.Audit.Policies;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>Judges results, and judges them again when vague policies were clarified, or when what could not be paid can be. The same judgement asked for twice is given twice, not made twice.</summary>
internal sealed partial class EvaluationConsumer(
    AuditDbContext db, GroupCommit<AuditDbContext> commit, IStoreProvider store, PolicyBook policies, Judge judge, Bench bench, Turns<Bench> turns, Packets packets,
    IOptions<AuditOptions> options, TimeProvider clock,
    ILogger<EvaluationConsumer> logger)
    : IConsumer<TaskResultMessage>, IConsumer<PolicyClarified>, IConsumer<ResumeEvaluation>
{
    // Judging has no effect but the ruling, so only what is known to come again is looked for; two rulings on one result cannot be stored.
    public Task Consume(ConsumeContext<TaskResultMessage> context) =>
        JudgeAsync(context, context.Message, mayBeKnown: context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0);

    public Task Consume(ConsumeContext<PolicyClarified> context) => JudgeAgainAsync(context, context.Message);

    public async Task Consume(ConsumeContext<ResumeEvaluation> context)
    {
        var resumed = context.Message;

        // It may still be on its way to be kept: the message is tried again a moment later.
        var waiting = await db.WaitingCases.AsNoTracking().SingleOrDefaultAsync(x => x.TaskId == resumed.TaskId && x.Attempt == resumed.Attempt, context.CancellationToken)
            ?? throw new InvalidOperationException($"Nothing of task {resumed.TaskId}, attempt {resumed.Attempt}, waits to be judged.");
        await (waiting.Clarified is { } clarified ? JudgeAgainAsync(context, clarified) : JudgeAsync(context, waiting.Result, mayBeKnown: true));
    }

    private async Task JudgeAsync(ConsumeContext context, TaskResultMessage result, bool mayBeKnown)
    {
        var ruling = mayBeKnown
            ? await FindAsync(RulingIds.For(result.TaskId, result.Attempt, 1), context.CancellationToken)
            : null;
        if (ruling is null)
        {
            var set = await policies.FindAsync(result.Vsm, Math.Max(1, result.PolicySetVersion), context.CancellationToken);
            var (packet, judgement) = await WithinLimitAsync(result, (x, cancel) => judge.JudgeAsync(x, set, clock.GetUtcNow(), cancel), context.CancellationToken);
            ruling = await ConcludeAsync(judgement, packet, result, null, null, context.CancellationToken);
        }

        await TellAsync(context, result, ruling);
    }

    private async Task JudgeAgainAsync(ConsumeContext context, PolicyClarified clarified)
    {
        var open = await db.Cases.SingleOrDefaultAsync(x => x.TaskId == clarified.TaskId && x.Attempt == clarified.Attempt, context.CancellationToken);
        if (open is null || open.Ruling.Evaluation < clarified.Evaluation ||
            clarified.RulingId != RulingIds.For(clarified.TaskId, clarified.Attempt, clarified.Evaluation))
        {
            throw new MessageRefusedException($"There is no case of task {clarified.TaskId}, attempt {clarified.Attempt}, that waits for a clarification.");
        }

        var ruling = await FindAsync(RulingIds.For(clarified.TaskId, clarified.Attempt, clarified.Evaluation + 1), context.CancellationToken);
        if (ruling is null)
        {
            var (packet, judgement) = await WithinLimitAsync(
                open.Result, (x, cancel) => judge.JudgeAgainAsync(x, open.Ruling, clarified, clock.GetUtcNow(), cancel), context.CancellationToken);
            ruling = await ConcludeAsync(judgement, packet, open.Result, open, clarified, context.CancellationToken);
        }

        await TellAsync(context, open.Result, ruling);
    }

    private async Task<Ruling?> FindAsync(Guid rulingId, CancellationToken cancel) =>
        (await db.Rulings.AsNoTracking().SingleOrDefaultAsync(x => x.RulingId == rulingId, cancel))?.Ruling;

    private async Task<(CasePacket Packet, Judgement Judgement)> WithinLimitAsync(
        TaskResultMessage result, Func<CasePacket, CancellationToken, Task<Judgement>> judging, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Value.JudgingLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var packet = await packets.OfAsync(result, either.Token);
            return (packet, await judging(packet, either.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new MessageRefusedException($"Judging took longer than {options.Value.JudgingLimit:c} (Vsm:Audit:JudgingLimit).");
        }
    }

    // A judge is paid, so what a copy of the message may have bought is looked for first. No transaction is open while it is asked.
    private async Task<Ruling?> ConcludeAsync(
        Judgement judgement, CasePacket packet, TaskResultMessage result, OpenCase? open, PolicyClarified? clarified, CancellationToken cancel)
    {
        if (!bench.Concerns(judgement))
        {
            return await StoreAsync(judgement, result, open, cancel);
        }

        using var turn = await turns.TakeAsync(judgement.Ruling.RulingId, cancel);
        try
        {
            return await FindAsync(judgement.Ruling.RulingId, cancel)
                ?? await StoreAsync(await bench.CompleteAsync(judgement, packet, cancel), result, open, cancel);
        }
        catch (JudgingWaitsException waits)
        {
            await KeepAsync(result, clarified, cancel);
            LogWaits(result.TaskId, waits.Message);
            return null;
        }
    }

    private async Task KeepAsync(TaskResultMessage result, PolicyClarified? clarified, CancellationToken cancel)
    {
        var waiting = await db.WaitingCases.SingleOrDefaultAsync(x => x.TaskId == result.TaskId && x.Attempt == result.Attempt, cancel);
        if (waiting is null)
        {
            db.WaitingCases.Add(waiting = new WaitingCase { TaskId = result.TaskId, Attempt = result.Attempt, Result = result, At = clock.GetUtcNow() });
        }

        waiting.Clarified = clarified ?? waiting.Clarified;
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Ruling> StoreAsync(Judgement judgement, TaskResultMessage result, OpenCase? open, CancellationToken cancel)
    {
        foreach (var failure in judgement.Failures)
        {
            LogCheckFailed(failure.Exception, failure.Check, failure.Policy, result.TaskId);
        }

        var ruling = judgement.Ruling with { Findings = await CiteAsync(judgement.Ruling, cancel) };
        db.Rulings.Add(new StoredRuling
        {
            RulingId = ruling.RulingId,
            Vsm = ruling.Vsm,
            TaskId = ruling.TaskId,
            Verdict = ruling.Verdict,
            At = ruling.At,
            Ruling = ruling,
        });
        db.Precedents.AddRange(ruling.Findings.Where(x => x.Verdict != Verdict.NotViolated).Select(x => new Precedent
        {
            RulingId = ruling.RulingId,
            PolicyId = x.PolicyId,
            AgentId = ruling.AgentId,
            Verdict = x.Verdict,
            At = ruling.At,
        }));
        if (judgement.Packet is { } packet)
        {
            db.JudgedPackets.Add(new JudgedPacket { RulingId = ruling.RulingId, Hash = packet, At = ruling.At });
        }

        if (open is not null)
        {
            open.Ruling = ruling;
        }
        else if (ruling.Verdict == Verdict.Vague)
        {
            db.Cases.Add(new OpenCase { TaskId = ruling.TaskId, Attempt = ruling.Attempt, Result = result, Ruling = ruling });
        }

        db.Journal.Add(AuditDbContext.Row(Entry(ruling, judgement.Explanation)));
        try
        {
            await commit.SaveAsync(db);
            CrashPoint.Reached("ruling-stored");
            return ruling;
        }
        catch (Exception exception) when (store.IsDuplicate(exception))
        {
            db.ChangeTracker.Clear();
            return await FindAsync(ruling.RulingId, cancel) ?? throw new InvalidOperationException($"Ruling {ruling.RulingId} could not be stored.", exception);
        }
    }

    // What was found against the same agent under the same policy before; on the straight way there is nothing to cite and nothing is asked.
    private async Task<IReadOnlyList<Finding>> CiteAsync(Ruling ruling, CancellationToken cancel)
    {
        var findings = new List<Finding>(ruling.Findings.Count);
        foreach (var finding in ruling.Findings)
        {
            var earlier = finding.Verdict == Verdict.NotViolated || finding.Precedent is not null
                ? null
                : await db.Precedents.AsNoTracking()
                    .Where(x => x.PolicyId == finding.PolicyId && x.AgentId == ruling.AgentId && x.Verdict == finding.Verdict && x.RulingId != ruling.RulingId)
                    .OrderByDescending(x => x.At)
                    .FirstOrDefaultAsync(cancel);
            findings.Add(earlier is null ? finding : finding with { Precedent = earlier.RulingId });
        }

        return findings;
    }

    private static JournalEntry Entry(Ruling ruling, string explanation) => new JournalEntry
    {
        Key = $"{ruling.TaskId}/{ruling.Attempt}/{ruling.Evaluation}/ruling",
        Vsm = ruling.Vsm,
        Function = "s3star",
        Kind = $"{JournalKinds.Ruling}.{char.ToLowerInvariant(ruling.Verdict.ToString()[0])}{ruling.Verdict.ToString()[1..]}",
        At = ruling.At,
        TaskId = ruling.TaskId,
        Attempt = ruling.Attempt,
        Actor = "System 3*",
        Summary = explanation,
    }.With(ruling);

    private static async Task TellAsync(ConsumeContext context, TaskResultMessage result, Ruling? ruling)
    {
        if (ruling is null)
        {
            return;
        }

        await context.PublishAs(ruling.RulingId, RulingMessages.For(result, ruling), context.CancellationToken);
        if (RulingMessages.SuggestionsOf(ruling) is { } suggestions)
        {
            await context.PublishAs(MessageIds.Of(ruling.RulingId, "suggestions"), suggestions, context.CancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId} is judged when there is budget: {Reason}")]
    private partial void LogWaits(Guid taskId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The check {Check} of policy {Policy} failed on task {TaskId}; the policy counts as not judged")]
    private partial void LogCheckFailed(Exception exception, string check, string policy, Guid taskId);
}
