using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class CataloguesApi
{
    public static void MapCatalogues(this RouteGroupBuilder api)
    {
        var catalogues = api.MapGroup("").WithTags("Catalogues");
        catalogues.MapGet("/functions", (DashboardDbContext db, HttpContext http, CancellationToken cancel) => FindAsync(CatalogueRow.Functions, db, http, cancel))
            .WithName("GetFunctions").WithSummary("The functions that System 1s can call, with their parameters").ProducesProblem(503);
        catalogues.MapGet("/checks", (DashboardDbContext db, HttpContext http, CancellationToken cancel) => FindAsync(CatalogueRow.Checks, db, http, cancel))
            .WithName("GetChecks").WithSummary("The checks that policies can carry, with their parameters").ProducesProblem(503);
        catalogues.MapGet("/machines", MachinesAsync).WithName("ListMachines").WithSummary("State machines as they run, by name").ProducesProblem(400);
        catalogues.MapGet("/machines/{name}", MachineAsync).WithName("GetMachine").WithSummary("A state machine's states and transitions").ProducesProblem(404);
    }

    private static async Task<Results<Ok<CatalogueDescription>, ProblemHttpResult>> FindAsync(
        string name, DashboardDbContext db, HttpContext http, CancellationToken cancel) =>
        await db.Catalogues.AsNoTracking().FirstOrDefaultAsync(x => x.Name == name, cancel) is { } row
            ? TypedResults.Ok(row.Catalogue)
            : Problems.Unavailable(http, $"The catalogue of {name} has not arrived yet; it comes when the service that has them starts.");

    private static async Task<Ok<Page<MachineDescription>>> MachinesAsync(
        DashboardDbContext db, CancellationToken cancel, int? limit = null, string? after = null)
    {
        var count = Paging.Limit(limit);
        var last = after ?? "";
        var rows = await db.Machines.AsNoTracking().Where(x => x.Name.CompareTo(last) > 0).OrderBy(x => x.Name).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => x.Name, x => x.Machine));
    }

    private static async Task<Results<Ok<MachineDescription>, ProblemHttpResult>> MachineAsync(string name, DashboardDbContext db, CancellationToken cancel) =>
        await db.Machines.AsNoTracking().FirstOrDefaultAsync(x => x.Name == name, cancel) is { } row
            ? TypedResults.Ok(row.Machine)
            : Problems.NotFound($"There is no state machine '{Text.Cut(name, 80)}'; see /api/v1/machines.");
}
