using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_an_organisation_is_refused
{
    [Test]
    public async Task Nothing_changes_and_the_reason_is_said_also_the_second_time()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"));
        var request = Organisation.Of("writer", "writer") with { Purpose = "Write." };

        await bench.ApplyAsync(request);
        await bench.PublishedAsync<OrganisationRefused>(1);
        await bench.ApplyAsync(request);

        var answers = await bench.PublishedAsync<OrganisationRefused>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That(answers[0].Reason, Does.Contain("'writer' is there 2 times"));
        Assert.That(await bench.ReadAsync(db => db.Systems.Select(x => x.Name).ToListAsync()), Is.EqualTo(new[] { "reader" }));
        var progress = (await bench.JournalAsync($"{request.RequestId:n}/organisation/refused")).Read<OrganisationProgress>();
        Assert.That((progress.State, progress.Purpose, progress.Version), Is.EqualTo((OrganisationState.Refused, "Review incidents.", 1)));
        Assert.That(bench.Count<PurposeDefined>(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_name_that_no_queue_can_have_is_said()
    {
        await using var bench = await PolicyBench.StartAsync();

        await bench.ApplyAsync(Organisation.Of("reader") with { Vsm = "North Wing" });

        Assert.That((await bench.PublishedAsync<OrganisationRefused>(1))[0].Reason, Does.StartWith("'North Wing' is no name for a VSM instance"));
        Assert.That(await bench.ReadAsync(db => db.Applications.CountAsync()), Is.Zero);
    }

    [Test]
    public async Task An_agent_that_is_not_registered_is_named_with_error_and_reason()
    {
        await using var bench = await PolicyBench.StartAsync();
        var request = Organisation.Of("reader", "writer");
        await bench.ApplyAsync(request);
        var systems = await bench.PublishedAsync<SystemConfigured>(2);
        var refused = new AgentRegistrationRefused
        {
            Agent = PolicyBench.Registered(systems[0].Configuration).Agent, Error = "ErrHealthCheckFailed", Reason = "The function is unknown.",
        };
        var messageId = Guid.NewGuid();

        await bench.Bus.Publish(refused, x => x.MessageId = messageId);
        await bench.PublishedAsync<OrganisationRefused>(1);
        await bench.Bus.Publish(refused, x => x.MessageId = messageId);

        var answers = await bench.PublishedAsync<OrganisationRefused>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That((answers[0].RequestId, answers[0].Reason), Is.EqualTo(
            (request.RequestId, $"Agent '{systems[0].Configuration.Name}' was not registered (ErrHealthCheckFailed): The function is unknown.")));
        await bench.Bus.Publish(PolicyBench.Registered(systems[1].Configuration));
        await bench.Bus.Publish(PolicyBench.Registered(systems[0].Configuration));
        await bench.ConsumedAsync<AgentRegistered>(2);
        Assert.That(bench.Count<OrganisationApplied>(), Is.Zero);
        var progress = (await bench.JournalAsync($"{request.RequestId:n}/organisation/refused")).Read<OrganisationProgress>();
        Assert.That(progress.Reason, Is.EqualTo(answers[0].Reason));
    }
}
