using MassTransit;
using Vsm.Bus;
using Vsm.Contracts.Control;

namespace Vsm.S3.Control.Budgets;

/// <summary>Sets money aside for work that is no task, as for the attempts of tasks, and settles it.</summary>
internal sealed class SpendingConsumer(SpendingDesk desk) : IConsumer<ReserveSpending>, IConsumer<SettleSpending>
{
    public async Task Consume(ConsumeContext<ReserveSpending> context)
    {
        var asked = context.Message;
        if (asked.Wanted <= 0)
        {
            throw new MessageRefusedException($"{asked.Wanted} USD are asked for; expected more than 0.");
        }

        var (amount, refusal) = await desk.ReserveAsync(asked, context.CancellationToken);
        await (refusal is null
            ? context.RespondAsync(new SpendingGranted { SpendingId = asked.SpendingId, Amount = amount })
            : context.RespondAsync(new SpendingRefused { SpendingId = asked.SpendingId, Reason = refusal }));
    }

    public Task Consume(ConsumeContext<SettleSpending> context) => desk.SettleAsync(context, context.Message.SpendingId, context.Message.Cost);
}
