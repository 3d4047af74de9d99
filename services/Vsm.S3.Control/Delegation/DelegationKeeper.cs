using MassTransit;
using Vsm.Advice;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Persistence;
using Vsm.S3.Control.Budgets;
using Vsm.S3.Control.Data;

namespace Vsm.S3.Control.Delegation;

/// <summary>Asking for help is paid from the budget of the VSM instance, as work that is no task.</summary>
internal sealed class DelegationKeeper(SpendingDesk desk) : IAdviceKeeper<ControlDbContext>
{
    public Task<(decimal Amount, string? Refusal)> ReserveAsync(ConsumeContext context, Question question, decimal wanted) => desk.ReserveAsync(
        new ReserveSpending { SpendingId = question.Id, Vsm = question.Vsm, AgentId = question.AgentId ?? Guid.Empty, Wanted = wanted }, context.CancellationToken);

    public Task SettleAsync(ConsumeContext context, Question question, decimal cost) => desk.SettleAsync(context, question.Id, cost);

    public JournalRow Entry(Question question, AdviceRow row) => ControlDbContext.Row(new JournalEntry
    {
        Key = $"{question.Id:n}/advice",
        Vsm = question.Vsm,
        Function = "s3",
        Kind = JournalKinds.Advice,
        At = row.At,
        TaskId = question.TaskId,
        Attempt = question.Attempt,
        Actor = "3.1",
        Summary = row.Problem is { } problem ? $"3.1 decides without a model: {problem}" : $"3.1 asked {row.Model} who should do the task",
    }.With(new AdviceProgress
    {
        Function = row.Function,
        Model = row.Model,
        Answer = row.Answer,
        Problem = row.Problem,
        Usage = new Usage { InputTokens = row.Spent.InputTokens, OutputTokens = row.Spent.OutputTokens, Cost = row.Spent.Cost, UncountedCost = row.Spent.Uncounted },
    }));
}
