using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Conversations;

/// <summary>Has Control set money aside for a turn, in the budgets of its System 1 and VSM instance.</summary>
internal sealed class Spending(IRequestClient<ReserveSpending> control)
{
    public const string Queue = "vsm.s3.budgets";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>What was set aside; it has to be settled.</returns>
    /// <exception cref="TurnException">A budget has nothing left, or Control says nothing.</exception>
    public async Task<decimal> ReserveAsync(Guid id, TakeTurn turn, decimal wanted, CancellationToken cancel)
    {
        if (wanted <= 0)
        {
            return 0;
        }

        try
        {
            var answer = await control.GetResponse<SpendingGranted, SpendingRefused>(
                new ReserveSpending { SpendingId = id, Vsm = turn.Vsm, AgentId = turn.AgentId, Wanted = wanted }, cancel);
            return answer.Is(out Response<SpendingGranted>? granted) ? granted.Message.Amount
                : throw new TurnException(TurnError.OverBudget, answer.Is(out Response<SpendingRefused>? refused) ? refused.Message.Reason : "Control refused the money.");
        }
        catch (RequestException silence)
        {
            throw new TurnException(TurnError.Transient, "Control does not say whether the budgets allow the turn; say it again, and see that Vsm.S3.Control runs.", silence);
        }
    }

    /// <summary>Told as often as wanted; what was said first counts.</summary>
    public static Task SettleAsync(ConsumeContext context, Guid id, decimal cost) =>
        context.SendTo(Queue, new SettleSpending { SpendingId = id, Cost = cost }, context.CancellationToken, MessageIds.Of(id, "settled"));
}
