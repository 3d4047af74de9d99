using MassTransit;
using Vsm.Persistence;

namespace Vsm.Advice;

/// <summary>Money and journal of the function that asks.</summary>
public interface IAdviceKeeper<TContext>
    where TContext : FunctionDbContext
{
    /// <summary>Has money set aside; it has to be settled.</summary>
    /// <returns>How much, or why nothing.</returns>
    Task<(decimal Amount, string? Refusal)> ReserveAsync(ConsumeContext context, Question question, decimal wanted);

    /// <summary>Says what it cost; what was said first counts.</summary>
    Task SettleAsync(ConsumeContext context, Question question, decimal cost);

    /// <summary>The journal's entry, which is stored with the answer.</summary>
    JournalRow Entry(Question question, AdviceRow row);
}
