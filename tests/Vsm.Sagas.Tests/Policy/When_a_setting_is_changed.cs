using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_setting_is_changed
{
    private const string Queue = "vsm.s5.settings";

    [Test]
    public async Task It_is_versioned_journalled_and_said_to_everybody()
    {
        await using var policy = await PolicyBench.StartAsync();

        var first = await ChangeAsync(policy, Price("input=1 output=2", 0));
        var second = await ChangeAsync(policy, Price("input=3 output=4", first.Version));
        var undone = (await policy.AskAsync<UndoSettingChange, SettingChanged>(Queue, new UndoSettingChange { RequestId = NewId.NextGuid(), Version = second.Version, By = "bob", Reason = "too dear" })).Change;

        var said = (await policy.PublishedAsync<SettingsInForce>(1, x => x.Version == 3)).Single();
        var entry = await policy.JournalAsync("setting/3");
        var found = await policy.AskAsync<FindSettingVersions, SettingVersionsFound>(Queue, new FindSettingVersions { Name = "price:test/m" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Version, second.Version, undone.Version), Is.EqualTo((1, 2, 3)));
            Assert.That((undone.Before, undone.Value, undone.Undoes, undone.By), Is.EqualTo(("input=3 output=4", "input=1 output=2", (long?)2, "bob")));
            Assert.That(said.Settings, Is.EqualTo((SettingInForce[])[new() { Name = "price:test/m", Value = "input=1 output=2", Version = 3 }]));
            Assert.That((entry.Kind, entry.Actor, entry.Summary, entry.Vsm), Is.EqualTo((JournalKinds.Setting, "bob", "bob set price:test/m to input=1 output=2: too dear", "root")));
            Assert.That(entry.Data!.Value.Deserialize<SettingVersion>(JournalJson.Options), Is.EqualTo(undone));
            Assert.That(found.Versions.Select(x => x.Version), Is.EqualTo((long[])[3, 2, 1]));
        }
    }

    [Test]
    public async Task Of_two_changes_to_one_version_the_later_one_is_refused()
    {
        await using var policy = await PolicyBench.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(x => policy.Bus.CreateRequestClient<ChangeSetting>(new Uri($"exchange:{Queue}"))
            .GetResponse<SettingChanged, SettingRefused>(Price($"input={x} output=0", 0))));

        var refused = answers.Where(x => x.Is(out Response<SettingRefused>? _)).Select(x => ((Response)x).Message).Cast<SettingRefused>().ToList();
        Assert.That(refused, Has.Count.EqualTo(4));
        Assert.That(refused.Select(x => x.Problem), Has.All.EqualTo(SettingProblem.Conflict));
        Assert.That(await policy.ReadAsync(x => x.SettingVersions.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task The_same_request_again_is_answered_the_same_and_makes_no_second_version()
    {
        await using var policy = await PolicyBench.StartAsync();
        var request = Price("input=1 output=2", 0);

        var first = await ChangeAsync(policy, request);
        await ChangeAsync(policy, Price("input=3 output=4", 1));
        var again = await ChangeAsync(policy, request);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(await policy.ReadAsync(x => x.SettingVersions.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Limits_are_each_VSM_instances_own()
    {
        await using var policy = await PolicyBench.StartAsync(Organisation.Of("reporter"));
        var change = Price("7", 0) with { Name = "limits.corrections", Vsm = "root" };

        await ChangeAsync(policy, change);
        var refused = await policy.AskAsync<ChangeSetting, SettingRefused>(Queue, change with { RequestId = NewId.NextGuid(), Vsm = "nowhere" });

        Assert.That(refused.Problem, Is.EqualTo(SettingProblem.Unknown));
        Assert.That((await policy.AskAsync<FindSettings, SettingsInForce>(Queue, new FindSettings())).Settings.Single().Vsm, Is.EqualTo("root"));
    }

    [Test]
    public async Task It_is_said_again_for_who_missed_it()
    {
        await using var policy = await PolicyBench.StartAsync(("Vsm:Settings:Interval", "00:00:00.100"));

        await ChangeAsync(policy, Price("input=1 output=2", 0));

        await policy.PublishedAsync<SettingsInForce>(4, x => x.Version == 1 && x.Settings.Single().Value == "input=1 output=2");
    }

    private static async Task<SettingVersion> ChangeAsync(PolicyBench policy, ChangeSetting change) => (await policy.AskAsync<ChangeSetting, SettingChanged>(Queue, change)).Change;

    private static ChangeSetting Price(string value, long version) => new()
    {
        RequestId = NewId.NextGuid(), Name = "price:test/m", Value = value, Version = version, By = "ada", Reason = "new prices",
    };
}
