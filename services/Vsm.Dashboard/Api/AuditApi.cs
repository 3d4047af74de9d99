using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Journal;

namespace Vsm.Dashboard.Api;

internal static class AuditApi
{
    public static void MapAudit(this RouteGroupBuilder api) => api.MapGet("/audit", CheckAsync)
        .WithTags("Journal").WithName("AuditJournal").WithSummary("Checks every hash of a VSM instance's journal, from the first entry to the last");

    private static async Task<Ok<AuditView>> CheckAsync(DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        // What is appended while this runs lies behind the end that is checked.
        var head = await db.ChainHeads.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel) ?? ChainHead.Before(vsm);
        var verification = new ChainVerification();
        var records = db.Records.AsNoTracking().Where(x => x.Vsm == vsm && x.Sequence <= head.Sequence).OrderBy(x => x.Sequence);
        await foreach (var record in records.AsAsyncEnumerable().WithCancellation(cancel))
        {
            verification.Check(record);
        }

        verification.CheckEnd(head);
        return TypedResults.Ok(new AuditView
        {
            Vsm = vsm,
            Entries = verification.Entries,
            Head = verification.Head,
            Intact = verification.Intact,
            FirstBroken = verification.FirstBroken,
        });
    }
}
