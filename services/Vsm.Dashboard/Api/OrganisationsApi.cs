using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Dashboard.Data;
using Vsm.Dashboard.Http;
using Vsm.Dashboard.Idempotency;
using Vsm.Dashboard.ReadModel;

namespace Vsm.Dashboard.Api;

internal static class OrganisationsApi
{
    public const string Queue = "vsm.s5.organisations";

    public static void MapOrganisations(this RouteGroupBuilder api)
    {
        var organisations = api.MapGroup("/organisations").WithTags("Organisations");
        organisations.MapPost("", ApplyAsync).WithName("ApplyOrganisation")
            .WithSummary("Sets up or changes a VSM instance; how far that is can be read at the Location that is answered")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);
        organisations.MapGet("", ListAsync).WithName("ListOrganisations").WithSummary("Every VSM instance's organisation, by name of the instance")
            .ProducesProblem(400);
        organisations.MapGet("/{vsm}", FindAsync).WithName("GetOrganisation").WithSummary("A VSM instance's organisation").ProducesProblem(404);
    }

    private static async Task<Results<Accepted<OrganisationAccepted>, ProblemHttpResult>> ApplyAsync(
        Body<OrganisationRequest> body, DashboardDbContext db, CommandSender commands, CancellationToken cancel,
        [FromHeader(Name = KeyFilter.Header)] string? key = null)
    {
        var request = body.Value;
        var catalogues = await db.Catalogues.AsNoTracking().ToDictionaryAsync(x => x.Name, x => x.Catalogue, cancel);
        var problems = OrganisationValidation.Validate(
            request, catalogues.GetValueOrDefault(CatalogueRow.Functions), catalogues.GetValueOrDefault(CatalogueRow.Checks));
        if (problems.Count > 0)
        {
            return Problems.Invalid(problems);
        }

        var command = ToCommand(request, key);
        var added = await AddIfNewAsync(db, command, cancel);
        try
        {
            await commands.SendAsync(Queue, command);
        }
        catch (Exception exception) when (added is not null && (exception is CommandNotSentException or Bus.MessageTooLargeException))
        {
            await ForgetAsync(db, added);
            throw;
        }

        return TypedResults.Accepted($"/api/v1/organisations/{request.Vsm}", new OrganisationAccepted { RequestId = command.RequestId });
    }

    // A new instance can be read at the Location from now on; of one that is there, Policy tells when it has taken the change.
    private static async Task<OrganisationRow?> AddIfNewAsync(DashboardDbContext db, ApplyOrganisation command, CancellationToken cancel)
    {
        if (await db.Organisations.AnyAsync(x => x.Vsm == command.Vsm, cancel))
        {
            return null;
        }

        var row = new OrganisationRow
        {
            Vsm = command.Vsm,
            Progress = new OrganisationProgress
            {
                RequestId = command.RequestId, Name = command.Name, Purpose = command.Purpose, Version = 0, State = OrganisationState.Applying,
            },
        };
        db.Organisations.Add(row);
        try
        {
            await db.SaveChangesAsync(cancel);
            return row;
        }
        catch (Exception exception) when (exception is DbUpdateException or ArgumentException)
        {
            db.ChangeTracker.Clear();
            if (await db.Organisations.AnyAsync(x => x.Vsm == command.Vsm, cancel))
            {
                return null;
            }

            throw;
        }
    }

    private static async Task ForgetAsync(DashboardDbContext db, OrganisationRow added)
    {
        db.ChangeTracker.Clear();
        if (await db.Organisations.SingleOrDefaultAsync(x => x.Vsm == added.Vsm && x.At == null, CancellationToken.None) is { } row)
        {
            db.Remove(row);
            await db.SaveChangesAsync(CancellationToken.None);
        }
    }

    private static async Task<Ok<Page<OrganisationView>>> ListAsync(
        DashboardDbContext db, CancellationToken cancel, int? limit = null, string? after = null)
    {
        var count = Paging.Limit(limit);
        var last = after ?? "";
        var rows = await db.Organisations.AsNoTracking().Where(x => x.Vsm.CompareTo(last) > 0).OrderBy(x => x.Vsm).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(rows.ToPage(count, x => x.Vsm, ToView));
    }

    private static async Task<Results<Ok<OrganisationView>, ProblemHttpResult>> FindAsync(string vsm, DashboardDbContext db, CancellationToken cancel) =>
        await db.Organisations.AsNoTracking().FirstOrDefaultAsync(x => x.Vsm == vsm, cancel) is { } row
            ? TypedResults.Ok(ToView(row))
            : Problems.NotFound($"There is no VSM '{Text.Cut(vsm, 80)}'; see /api/v1/organisations.");

    private static OrganisationView ToView(OrganisationRow row) => new()
    {
        Vsm = row.Vsm,
        Name = row.Progress.Name,
        Purpose = row.Progress.Purpose,
        Version = row.Progress.Version,
        State = row.Progress.State,
        RequestId = row.Progress.RequestId,
        Pending = row.Progress.Pending,
        Reason = row.Progress.Reason,
    };

    private static ApplyOrganisation ToCommand(OrganisationRequest request, string? key) => new()
    {
        RequestId = KeyIds.Of("organisation", request.Vsm, key),
        Vsm = request.Vsm,
        Name = request.Name,
        Purpose = request.Purpose,
        Systems = request.Systems,
        Policies = request.Policies,
        DefaultPolicies = request.DefaultPolicies,
        Templates = request.Templates,
        Limits = request.Limits,
    };
}

/// <summary>The organisation is on its way.</summary>
internal sealed record OrganisationAccepted
{
    /// <summary>Shown as the organisation's request once Policy has taken it.</summary>
    public required Guid RequestId { get; init; }
}
