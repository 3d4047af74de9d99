using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

public sealed class When_settings_are_made
{
    [Test]
    public async Task New_tasks_go_by_them_and_those_under_way_keep_what_they_were_accepted_with()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { Corrections = 1, CostPerTask = 0.5m });
        await control.AnAgentAsync(1, "sums");
        var before = await control.ATaskAsync();

        await SayAsync(control, 1, ("root", "limits.corrections", "7"), ("root", "limits.cost_per_task", "2"), ("south", "limits.clarifications", "9"));
        var after = await control.ATaskAsync();

        var (kept, set) = (await before.StoredAsync(), await after.StoredAsync());
        Assert.That((kept.MostCorrections, kept.CostLimit), Is.EqualTo((1, 0.5m)));
        Assert.That((set.MostCorrections, set.CostLimit, set.MostClarifications), Is.EqualTo((7, 2m, kept.MostClarifications)));
    }

    [Test]
    public async Task One_that_is_taken_back_leaves_what_the_organisation_says()
    {
        await using var control = await ControlSituation.StartAsync(new TaskLimits { Corrections = 1 });
        await control.AnAgentAsync(1, "sums");

        await SayAsync(control, 1, ("root", "limits.corrections", "7"));
        await SayAsync(control, 2, ("root", "limits.corrections", null));

        Assert.That((await (await control.ATaskAsync()).StoredAsync()).MostCorrections, Is.EqualTo(1));
    }

    [Test]
    public async Task Time_limits_of_states_count_from_the_next_step_on()
    {
        await using var control = await ControlSituation.StartAsync();
        await control.AnAgentAsync(1, "sums");
        var task = await control.ATaskAsync();
        var executing = (await task.StoredAsync()).DueAt;

        await SayAsync(control, 1, ("", "tasks.evaluation_limit", "42s"), ("", "tasks.execution_limit", "9s"));
        Assert.That((await task.StoredAsync()).DueAt, Is.EqualTo(executing), "the step at hand keeps its limit");
        await task.DoneAsync();

        Assert.That((await task.StoredAsync()).DueAt, Is.EqualTo(control.Clock.GetUtcNow().AddSeconds(42)));
    }

    [Test]
    public async Task A_process_that_starts_asks_for_them_before_it_takes_tasks()
    {
        await using var control = await ControlSituation.EmptyAsync(
            bus => bus.AddConsumer<Keeper>().Endpoint(x => x.Name = "vsm.s5.settings"), settings: ("Vsm:Settings:StartPatience", "00:00:30"));
        await control.AnOrganisationAsync("root", new TaskLimits { Corrections = 1 });
        await control.AnAgentAsync(1, "sums");

        var task = await control.ATaskAsync();

        Assert.That((await task.StoredAsync()).MostCorrections, Is.EqualTo(6));
    }

    [Test]
    public async Task A_process_that_nobody_tells_them_goes_on_with_what_the_organisation_says()
    {
        await using var control = await ControlSituation.EmptyAsync(settings: ("Vsm:Settings:StartPatience", "00:00:00.200"));
        await control.AnOrganisationAsync("root", new TaskLimits { Corrections = 1 });
        await control.AnAgentAsync(1, "sums");

        var task = await control.ATaskAsync();

        Assert.That((await task.StoredAsync()).MostCorrections, Is.EqualTo(1));
    }

    private sealed class Keeper : IConsumer<FindSettings>
    {
        public Task Consume(ConsumeContext<FindSettings> context) => context.RespondAsync(new SettingsInForce
        {
            Version = 4, Settings = [new SettingInForce { Vsm = "root", Name = "limits.corrections", Value = "6", Version = 4 }],
        });
    }

    private static async Task SayAsync(ControlSituation control, long version, params (string Vsm, string Name, string? Value)[] settings)
    {
        var known = control.Function.Services.GetRequiredService<RuntimeSettings>();
        await control.Bus.Publish(new SettingsInForce
        {
            Version = version,
            Settings = [.. settings.Select(x => new SettingInForce { Vsm = x.Vsm.Length == 0 ? null : x.Vsm, Name = x.Name, Value = x.Value, Version = version })],
        });
        await Eventually.ReadAsync("the settings known", () => Task.FromResult(known.Current.Version), x => x == version);
    }
}
