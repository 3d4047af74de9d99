using Microsoft.EntityFrameworkCore;

namespace Vsm.Persistence.Retention;

/// <summary>Removes rows where they are, or by loading them where the store knows no statements.</summary>
public static class Removal
{
    public static async Task<int> RemoveAsync<T>(this IQueryable<T> rows, DbContext context, CancellationToken cancel)
        where T : class
    {
        if (context.Database.IsRelational())
        {
            return await rows.ExecuteDeleteAsync(cancel);
        }

        var loaded = await rows.ToListAsync(cancel);
        context.RemoveRange(loaded);
        await context.SaveChangesAsync(cancel);
        return loaded.Count;
    }
}
