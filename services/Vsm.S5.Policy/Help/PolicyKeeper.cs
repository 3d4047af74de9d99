using MassTransit;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Help;

/// <summary>Has Control set money aside for asking, in the budget of the VSM instance and of the System 1 that it is about.</summary>
internal sealed class PolicyKeeper(IRequestClient<ReserveSpending> control) : IAdviceKeeper<PolicyDbContext>
{
    public const string Queue = "vsm.s3.budgets";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<(decimal Amount, string? Refusal)> ReserveAsync(ConsumeContext context, Question question, decimal wanted)
    {
        try
        {
            var answer = await control.GetResponse<SpendingGranted, SpendingRefused>(
                new ReserveSpending { SpendingId = question.Id, Vsm = question.Vsm, AgentId = question.AgentId ?? Guid.Empty, Wanted = wanted }, context.CancellationToken);
            return answer.Is(out Response<SpendingGranted>? granted) ? (granted.Message.Amount, null)
                : (0, answer.Is(out Response<SpendingRefused>? refused) ? refused.Message.Reason : "Control refused it.");
        }
        catch (RequestException)
        {
            return (0, "Control does not say whether the budgets allow it.");
        }
    }

    public Task SettleAsync(ConsumeContext context, Question question, decimal cost) => context.SendTo(
        Queue, new SettleSpending { SpendingId = question.Id, Cost = cost }, context.CancellationToken, MessageIds.Of(question.Id, "settled"));

    public JournalRow Entry(Question question, AdviceRow row) => PolicyDbContext.Row(new JournalEntry
    {
        Key = $"{question.Id:n}/advice",
        Vsm = question.Vsm,
        Function = "s5",
        Kind = JournalKinds.Advice,
        At = row.At,
        TaskId = question.TaskId,
        Attempt = question.Attempt,
        Actor = Number(question.Function),
        Summary = row.Problem is { } problem
            ? $"{Number(question.Function)} decides without a model: {problem}"
            : $"{Number(question.Function)} asked {row.Model} for a proposal",
    }.With(new AdviceProgress
    {
        Function = row.Function,
        Model = row.Model,
        Answer = row.Answer,
        Problem = row.Problem,
        Usage = new Usage { InputTokens = row.Spent.InputTokens, OutputTokens = row.Spent.OutputTokens, Cost = row.Spent.Cost, UncountedCost = row.Spent.Uncounted },
    }));

    private static string Number(string function) => function switch
    {
        PolicyHelp.Correction => "5.1",
        PolicyHelp.Clarification => "5.2",
        _ => "5.3",
    };
}
