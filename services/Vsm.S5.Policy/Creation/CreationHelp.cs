using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Advice;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Creation;

/// <summary>Asks a model about a gap that no template closes, where one is named; and knows what people said of its drafts.</summary>
internal sealed class CreationHelp(
    PolicyDbContext db, Advisor<PolicyDbContext> advisor, IOptionsMonitor<AdviceOptions> models, IOptions<CreationOptions> options, IOptions<AgentDefaults> defaults)
{
    private const int MostRetries = 20;

    /// <summary>Outside of any turn and transaction, as it takes a while; what comes of it is decided on what is stored by then. Null: no model helps.</summary>
    public async Task<CreationProposal?> ProposeAsync(ConsumeContext<CapabilityGapMessage> context)
    {
        if (!advisor.Helps(PolicyHelp.Creation))
        {
            return null;
        }

        var (gap, cancel) = (context.Message, context.CancellationToken);
        var known = await db.Gaps.AsNoTracking().SingleOrDefaultAsync(x => x.TaskId == gap.TaskId && x.Attempt == gap.Attempt, cancel);
        var retries = await RetriesAsync(gap.TaskId, gap.Attempt, cancel);
        var isAnswered = known is not null && (known.Closed is not null || !retries.Any(x => x >= known.At));
        var state = isAnswered ? null : await db.ReadAsync(gap.Vsm, cancel);
        db.ChangeTracker.Clear();
        if (state is null || !GapDecision.Decide(state, gap, defaults.Value, NewId.NextGuid, CreationProposal.None).IsOpen)
        {
            return CreationProposal.None;
        }

        var (id, answeredBefore) = await QuestionAsync(gap, Math.Min(retries.Count, MostRetries), cancel);
        var advice = await advisor.AskAsync<CreationAnswer>(context, CreationQuestion.Of(id, state, gap, options.Value.Drafts != DraftUse.Off));
        return new CreationProposal(advice.Answer, advice.Answer is { } answer ? PlainText.Reason(answer.Reason) : $"No model helped: {advice.Problem}")
        {
            Drafts = options.Value.Drafts,
            Approved = answeredBefore,
            Model = string.IsNullOrEmpty(options.Value.AgentModel) ? models.Get(PolicyHelp.Creation).Model! : options.Value.AgentModel,
            CostTotal = options.Value.AgentCostTotal,
        };
    }

    /// <summary>Whether a person who saw the answer said to try again.</summary>
    public async Task<bool> RetriedSinceAsync(GapRow answer, CancellationToken cancel) =>
        (await RetriesAsync(answer.TaskId, answer.Attempt, cancel)).Any(x => x >= answer.At);

    // What a person said Retry to is what was answered last; without an answer the question is asked again.
    private async Task<(Guid Id, bool AnsweredBefore)> QuestionAsync(CapabilityGapMessage gap, int retries, CancellationToken cancel)
    {
        for (var retry = retries - 1; retry >= 0; retry--)
        {
            var id = CreationQuestion.Id(gap, retry);
            if (await db.Advice.AsNoTracking().AnyAsync(x => x.Id == id && x.Answer != null, cancel))
            {
                return (id, true);
            }
        }

        return (CreationQuestion.Id(gap, retries), false);
    }

    private async Task<List<DateTimeOffset>> RetriesAsync(Guid task, int attempt, CancellationToken cancel) =>
        [.. (await db.Approvals.AsNoTracking().Where(x => x.TaskId == task && x.Attempt == attempt).ToListAsync(cancel))
            .Where(x => x.Decided is { Decision: PersonDecision.Retry } && x.DecidedAt is not null).Select(x => x.DecidedAt!.Value)];
}
