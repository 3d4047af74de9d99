using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;

namespace Vsm.S5.Policy.Suggestions;

/// <summary>For people who look.</summary>
internal sealed class FindPolicySuggestionsConsumer(PolicyDbContext db) : IConsumer<FindPolicySuggestions>
{
    // With one more to see whether there are more; all go in one message, which has at most 256 KiB.
    private const int Most = 21;

    public async Task Consume(ConsumeContext<FindPolicySuggestions> context)
    {
        var question = context.Message;
        var rows = await db.Suggestions.AsNoTracking()
            .Where(x => x.Vsm == question.Vsm && x.Number > question.After && (question.State == null || x.State == question.State))
            .OrderBy(x => x.Number).Take(Math.Clamp(question.Limit, 1, Most)).ToListAsync(context.CancellationToken);
        await context.RespondAsync(new PolicySuggestionsFound { Suggestions = [.. rows.Select(x => x.Read())] });
    }
}
