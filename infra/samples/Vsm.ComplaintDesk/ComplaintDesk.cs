using MassTransit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Vsm.ComplaintDesk;

/// <summary>A service beside the team: takes letters over HTTP, has them summed up, and tells what became of them.</summary>
internal static class ComplaintDesk
{
    private const int MostText = 20_000;
    private const string Received = "Received";

    public static void AddComplaintDesk(this IHostApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(DeskOptions.Section).Get<DeskOptions>() ?? new DeskOptions();
        builder.Services.AddSingleton(options);
        builder.Services.AddDbContext<DeskContext>(x => x.UseNpgsql(options.Database));
        builder.Services.AddHostedService<Tables>();
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddEntityFrameworkOutbox<DeskContext>(x =>
            {
                x.UsePostgres();
                x.UseBusOutbox();
            });
            bus.AddSagaStateMachine<ComplaintStateMachine, Complaint>()
                .EntityFrameworkRepository(x =>
                {
                    x.UsePostgres();
                    x.ExistingDbContext<DeskContext>();
                })
                .Endpoint(x => x.Name = options.Queue);
            bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
            {
                endpoint.UseMessageRetry(x => x.Exponential(10, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200)));
                endpoint.UseEntityFrameworkOutbox<DeskContext>(context);
            });
            bus.UsingRabbitMq((context, rabbitMq) =>
            {
                rabbitMq.Host(options.Broker);
                rabbitMq.ConfigureEndpoints(context);
            });
        });
    }

    public static void MapComplaints(this IEndpointRouteBuilder app)
    {
        app.MapPost("/complaints", TakeAsync);
        app.MapGet("/complaints/{id:guid}", FindAsync);
    }

    // One transaction: without the letter nobody is asked, and no letter is kept that nobody is asked about.
    private static async Task<Results<Accepted<ComplaintView>, ProblemHttpResult>> TakeAsync(
        NewComplaint request, DeskContext desk, IPublishEndpoint bus, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > MostText)
        {
            return TypedResults.Problem($"'text' has 1 to {MostText:N0} characters.", statusCode: StatusCodes.Status400BadRequest);
        }

        var letter = desk.Letters.Add(new Letter { Id = NewId.NextGuid(), Text = request.Text }).Entity;
        await bus.Publish(new LetterReceived { LetterId = letter.Id, Text = letter.Text }, cancel);
        await desk.SaveChangesAsync(cancel);
        return TypedResults.Accepted($"/complaints/{letter.Id}", new ComplaintView(letter.Id, Received, null, null));
    }

    private static async Task<Results<Ok<ComplaintView>, NotFound>> FindAsync(Guid id, DeskContext desk, CancellationToken cancel)
    {
        if (await desk.Complaints.AsNoTracking().SingleOrDefaultAsync(x => x.CorrelationId == id, cancel) is { } complaint)
        {
            return TypedResults.Ok(new ComplaintView(id, complaint.CurrentState, complaint.Summary, complaint.Reason));
        }

        return await desk.Letters.AnyAsync(x => x.Id == id, cancel) ? TypedResults.Ok(new ComplaintView(id, Received, null, null)) : TypedResults.NotFound();
    }
}

internal sealed record NewComplaint(string? Text);

internal sealed record ComplaintView(Guid Id, string State, string? Summary, string? Reason);
