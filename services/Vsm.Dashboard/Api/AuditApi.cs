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
        .WithTags("Journal").WithName("AuditJournal").WithSummary("Checks every hash of a VSM instance's journal, from the first entry that is kept to the last");

    private static async Task<Ok<AuditView>> CheckAsync(DashboardDbContext db, CancellationToken cancel, string vsm = VsmInstance.Root)
    {
        while (true)
        {
            var anchor = await AnchorAsync(db, vsm, cancel);
            var view = await VerifyAsync(db, anchor, cancel);
            // What was removed while this ran was not there to be checked.
            if (view.Intact || anchor == await AnchorAsync(db, vsm, cancel))
            {
                return TypedResults.Ok(view);
            }
        }
    }

    private static async Task<ChainAnchor> AnchorAsync(DashboardDbContext db, string vsm, CancellationToken cancel) =>
        await db.ChainAnchors.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel) ?? ChainAnchor.None(vsm);

    private static async Task<AuditView> VerifyAsync(DashboardDbContext db, ChainAnchor anchor, CancellationToken cancel)
    {
        var vsm = anchor.Vsm;
        // What is appended while this runs lies behind the end that is checked.
        var head = await db.ChainHeads.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel) ?? ChainHead.Before(vsm);
        var verification = new ChainVerification(anchor);
        var records = db.Records.AsNoTracking().Where(x => x.Vsm == vsm && x.Sequence > anchor.Sequence && x.Sequence <= head.Sequence).OrderBy(x => x.Sequence);
        await foreach (var record in records.AsAsyncEnumerable().WithCancellation(cancel))
        {
            verification.Check(record);
        }

        verification.CheckEnd(head);
        return new AuditView
        {
            Vsm = vsm,
            Entries = verification.Entries,
            Removed = anchor.Sequence,
            Head = verification.Entries + anchor.Sequence == 0 ? null : verification.Head,
            Intact = verification.Intact,
            FirstBroken = verification.FirstBroken,
        };
    }
}
