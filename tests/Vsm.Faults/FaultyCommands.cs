using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Vsm.Faults;

/// <summary>The same for what goes through Entity Framework.</summary>
internal sealed class FaultyCommands(FaultDice dice) : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        dice.Before() ? throw FaultDice.NotDone() : ValueTask.FromResult(result);

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (dice.After())
        {
            await result.DisposeAsync();
            throw FaultDice.Gone();
        }

        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        dice.Before() ? throw FaultDice.NotDone() : ValueTask.FromResult(result);

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
        dice.After() ? throw FaultDice.Gone() : ValueTask.FromResult(result);
}
