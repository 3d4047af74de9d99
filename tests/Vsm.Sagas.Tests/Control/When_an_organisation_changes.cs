using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Control;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_an_organisation_changes
{
    private const string Queue = "vsm.s3.organisations";

    [Test]
    public async Task Tasks_keep_the_limits_that_they_were_handed_in_under()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { Corrections = 1, Clarifications = 1, CostPerTask = 0.5m });
        await control.AnAgentAsync(1, "sums");
        var before = await control.ATaskAsync();

        await control.PublishAsync(Purpose(2, 7), Queue);
        var after = await control.ATaskAsync();

        Assert.That(((await before.StoredAsync()).MostCorrections, (await after.StoredAsync()).MostCorrections), Is.EqualTo((1, 7)));
        Assert.That(((await before.StoredAsync()).CostLimit, (await after.StoredAsync()).CostLimit), Is.EqualTo((0.5m, 0.1m)));
    }

    [Test]
    public async Task An_older_version_that_comes_late_changes_nothing()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.PublishAsync(Purpose(3, 7), Queue);
        await control.PublishAsync(Policies(5), Queue);

        await control.PublishAsync(Purpose(2, 1), Queue);
        await control.PublishAsync(Policies(4), Queue);

        var stored = await control.ReadAsync(x => x.Organisations.SingleAsync());
        Assert.That((stored.Version, stored.Limits.Corrections, stored.PolicySetVersion), Is.EqualTo((3, 7, 5)));
    }

    [Test]
    public async Task Policies_alone_do_not_make_an_organisation()
    {
        await using var control = await ControlSituation.EmptyAsync();
        await control.PublishAsync(Policies(1), Queue);

        await control.ATaskAsync();

        Assert.That(control.Failures.Single().Failure?.Message, Does.Contain("is for VSM root, which there is not"));
    }

    [Test]
    public async Task Commands_are_given_under_the_newest_policies()
    {
        await using var control = await ControlSituation.StartAsync();
        var agent = await control.AnAgentAsync(1, "sums");
        await control.PublishAsync(Policies(6), Queue);

        await control.ATaskAsync();

        Assert.That((await agent.CommandAsync()).PolicySetVersion, Is.EqualTo(6));
    }

    [Test]
    public async Task Each_instance_has_its_own_numbers_agents_and_queues()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnOrganisationAsync("north");
        var southern = await control.AnAgentAsync(1, "sums");
        var northern = await control.AnAgentAsync(SystemOne.Describe(1, "sums") with { Vsm = "north" });

        var first = await control.ATaskAsync(x => x with { Vsm = "north" });
        var second = await control.ATaskAsync();

        Assert.That((await northern.CommandAsync()).TaskId, Is.EqualTo(first.Id));
        Assert.That((await southern.CommandAsync()).TaskId, Is.EqualTo(second.Id));
        Assert.That(((await first.StoredAsync()).Number, (await second.StoredAsync()).Number), Is.EqualTo((1, 1)));
        await first.CancelAsync();
        Assert.That((await first.EndedAsync(TaskOutcome.Cancelled)).Vsm, Is.EqualTo("north"));
    }

    private static PurposeDefined Purpose(int version, int corrections) =>
        new() { Name = "tests", Purpose = "To be tested.", Version = version, Limits = new TaskLimits { Corrections = corrections } };

    private static PolicySetChanged Policies(int version) => new() { PolicySet = new PolicySet { Version = version, Policies = [] }, Reason = "Changed." };
}
