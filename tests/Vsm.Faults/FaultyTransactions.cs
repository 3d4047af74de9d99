using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Vsm.Faults;

/// <summary>A commit that is not done, or is done and nobody hears of it.</summary>
internal sealed class FaultyTransactions(FaultDice dice) : DbTransactionInterceptor
{
    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        dice.Before() ? throw FaultDice.NotDone() : ValueTask.FromResult(result);

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        dice.After() ? throw FaultDice.Gone() : Task.CompletedTask;
}
