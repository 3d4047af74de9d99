using System.Collections.Concurrent;
using MassTransit;
using Vsm.Contracts.Control;

namespace Vsm.Sagas.Tests.Policy;

/// <summary>Control's budgets.</summary>
internal sealed class MoneyStub(MoneyStub.Money money) : IConsumer<ReserveSpending>, IConsumer<SettleSpending>
{
    public Task Consume(ConsumeContext<ReserveSpending> context)
    {
        var asked = context.Message;
        money.Asked[asked.SpendingId] = asked;
        return money.Refusal is { } refusal
            ? context.RespondAsync(new SpendingRefused { SpendingId = asked.SpendingId, Reason = refusal })
            : context.RespondAsync(new SpendingGranted { SpendingId = asked.SpendingId, Amount = asked.Wanted });
    }

    public Task Consume(ConsumeContext<SettleSpending> context)
    {
        money.Settled.TryAdd(context.Message.SpendingId, context.Message.Cost);
        return Task.CompletedTask;
    }

    internal sealed class Money
    {
        public string? Refusal { get; set; }

        public ConcurrentDictionary<Guid, ReserveSpending> Asked { get; } = [];

        /// <summary>What was said first counts.</summary>
        public ConcurrentDictionary<Guid, decimal> Settled { get; } = [];
    }
}
