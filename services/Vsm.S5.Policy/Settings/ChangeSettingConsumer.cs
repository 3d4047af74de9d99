using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.Persistence;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Settings;

/// <summary>Changes settings, and says all of them to everybody.</summary>
internal sealed partial class ChangeSettingConsumer(PolicyDbContext db, Turns<PolicyDbContext> turns, TimeProvider clock, ILogger<ChangeSettingConsumer> logger)
    : IConsumer<ChangeSetting>, IConsumer<UndoSettingChange>
{
    private const string Turn = "settings";

    public Task Consume(ConsumeContext<ChangeSetting> context) => ChangeAsync(
        context, context.Message.RequestId, async cancel => SettingDecision.Decide(context.Message, await WorldAsync(context.Message.Vsm, cancel)));

    public Task Consume(ConsumeContext<UndoSettingChange> context) => ChangeAsync(context, context.Message.RequestId, async cancel =>
    {
        var undone = await db.SettingVersions.AsNoTracking().SingleOrDefaultAsync(x => x.Version == context.Message.Version, cancel);
        return SettingDecision.Decide(context.Message, undone?.Read(), await WorldAsync(null, cancel));
    });

    private async Task ChangeAsync(ConsumeContext context, Guid request, Func<CancellationToken, Task<SettingOutcome>> decide)
    {
        var cancel = context.CancellationToken;
        using var turn = await turns.TakeAsync(Turn, cancel);
        var change = (await db.SettingVersions.AsNoTracking().SingleOrDefaultAsync(x => x.RequestId == request, cancel))?.Read();
        if (change is null)
        {
            var outcome = await decide(cancel);
            if (outcome.Refusal is { } refusal)
            {
                LogRefused(refusal.Reason);
                await context.RespondAsync(refusal);
                return;
            }

            change = outcome.Change!;
            await db.WriteAsync(change, request, cancel);
            await db.SaveChangesAsync(cancel);
            LogChanged(change.Version, change.Name, change.Value, change.By);
        }

        // Said again when asked again: what was published the first time may have been lost with the process.
        await context.Publish(await db.ReadSettingsAsync(cancel), cancel);
        await context.RespondAsync(new SettingChanged { Change = change });
    }

    private async Task<SettingWorld> WorldAsync(string? vsm, CancellationToken cancel) => new(
        (await db.ReadSettingsAsync(cancel)).Settings,
        vsm is null || await db.Organisations.AnyAsync(x => x.Vsm == vsm, cancel),
        clock.GetUtcNow());

    [LoggerMessage(Level = LogLevel.Information, Message = "Settings have version {Version}: {Name} is {Value}, by {By}")]
    private partial void LogChanged(long version, string name, string? value, string by);

    [LoggerMessage(Level = LogLevel.Information, Message = "A change of a setting was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
