using MassTransit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Organisations;

/// <summary>What is said, and written to the journal, of a request to apply an organisation.</summary>
internal static class Applications
{
    /// <summary>The answer to a request that ended; none while it waits for agents.</summary>
    public static Task AnswerAsync(this ConsumeContext context, ApplicationRow application) => application.State switch
    {
        OrganisationState.Applied => context.Publish(
            new OrganisationApplied { RequestId = application.RequestId, Vsm = application.Vsm, Version = application.Version },
            context.CancellationToken),
        OrganisationState.Refused => context.Publish(
            new OrganisationRefused { RequestId = application.RequestId, Vsm = application.Vsm, Reason = application.Reason! },
            context.CancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Writes to the journal how far the request is.</summary>
    public static void Add(this PolicyDbContext db, ApplicationRow application, string name, string purpose, string step, DateTimeOffset at)
    {
        var summary = application.State switch
        {
            OrganisationState.Applied => $"Organisation '{name}' is applied",
            OrganisationState.Refused => $"Organisation '{name}' is refused: {application.Reason}",
            _ => $"Organisation '{name}' waits for {Names(application.Waiting)}",
        };
        db.Add(
            new Cause { At = at, Reason = summary, Actor = "s5" },
            application.Vsm,
            $"{application.RequestId:n}/organisation/{step}",
            JournalKinds.Organisation,
            new OrganisationProgress
            {
                RequestId = application.RequestId,
                Name = name,
                Purpose = purpose,
                Version = application.Version,
                State = application.State,
                Pending = [.. application.Waiting.Select(x => x.Name)],
                Reason = application.Reason,
            });
    }

    private static string Names(IReadOnlyList<AwaitedAgent> waiting) =>
        string.Join(", ", waiting.Take(10).Select(x => $"'{x.Name}'")) + (waiting.Count > 10 ? $" and {waiting.Count - 10} more" : "");
}
