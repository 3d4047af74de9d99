using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Settings;

/// <summary>For processes that start, and for people who look.</summary>
internal sealed class FindSettingsConsumer(PolicyDbContext db) : IConsumer<FindSettings>, IConsumer<FindSettingVersions>
{
    private const int Most = 500;

    public async Task Consume(ConsumeContext<FindSettings> context) => await context.RespondAsync(await db.ReadSettingsAsync(context.CancellationToken));

    public async Task Consume(ConsumeContext<FindSettingVersions> context)
    {
        var (question, before) = (context.Message, context.Message.Before ?? long.MaxValue);
        var versions = await db.SettingVersions.AsNoTracking()
            .Where(x => x.Version < before && (x.Vsm == "" || x.Vsm == question.Vsm) && (question.Name == null || x.Name == question.Name))
            .OrderByDescending(x => x.Version).Take(Math.Clamp(question.Limit, 1, Most + 1)).ToListAsync(context.CancellationToken);
        await context.RespondAsync(new SettingVersionsFound { Versions = [.. versions.Select(x => x.Read())] });
    }
}
