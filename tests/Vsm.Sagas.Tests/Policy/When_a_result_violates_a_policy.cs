using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_result_violates_a_policy
{
    [Test]
    public async Task The_agent_gets_a_new_configuration_and_the_saga_its_version()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_sentences");
        var violation = await ViolationAsync(bench, Organisation.Violated("max_sentences", "3"));

        await bench.Bus.Publish(violation);

        var corrected = (await bench.PublishedAsync<SystemCorrected>(1))[0];
        Assert.That((corrected.TaskId, corrected.Attempt, corrected.RulingId, corrected.ConfigurationVersion),
            Is.EqualTo((violation.TaskId, 1, violation.Ruling.RulingId, 2)));
        Assert.That(corrected.Changes, Is.EqualTo(new[] { new Remedy { Parameter = "max_sentences", Value = "3" } }));
        var configured = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Version == 2))[0];
        Assert.That(configured.Configuration.Parameters["max_sentences"], Is.EqualTo("3"));
        var entry = await bench.JournalAsync($"{corrected.AgentId:n}/configuration/2");
        Assert.That((entry.TaskId, entry.Attempt, entry.Actor, entry.Summary), Is.EqualTo((violation.TaskId, 1, "5.1", corrected.Reason)));
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.Select(x => x.Reason).OrderBy(x => x).LastAsync()), Is.EqualTo(corrected.Reason));
    }

    [Test]
    public async Task The_same_violation_again_gets_the_same_answer_and_no_other_version()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_sentences");
        var violation = await ViolationAsync(bench, Organisation.Violated("max_sentences", "3"));

        await bench.Bus.Publish(violation);
        await bench.PublishedAsync<SystemCorrected>(1);
        await bench.Bus.Publish(violation);

        var answers = await bench.PublishedAsync<SystemCorrected>(2);
        Assert.That(answers[1] with { Changes = [] }, Is.EqualTo(answers[0] with { Changes = [] }));
        Assert.That(answers[1].Changes, Is.EqualTo(answers[0].Changes));
        await bench.PublishedAsync<SystemConfigured>(2, x => x.Configuration.Version == 2);
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(2));
    }

    [Test]
    public async Task Many_tasks_with_one_violation_make_one_version()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_sentences");
        var violations = new List<PolicyViolationMessage>();
        for (var i = 0; i < 30; i++)
        {
            violations.Add(await ViolationAsync(bench, Organisation.Violated("max_sentences", "3")));
        }

        await Task.WhenAll(violations.Select(x => bench.Bus.Publish(x)));

        var answers = await bench.PublishedAsync<SystemCorrected>(30);
        Assert.That(answers.Select(x => x.ConfigurationVersion), Is.All.EqualTo(2));
        Assert.That(answers.Count(x => x.Changes.Count > 0), Is.EqualTo(1));
        Assert.That(answers.Select(x => x.TaskId), Is.EquivalentTo(violations.Select(x => x.TaskId)));
    }

    [Test]
    public async Task Different_violations_at_once_are_all_corrected()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_sentences", "max_words", "redact_personal_data");
        PolicyViolationMessage[] violations =
        [
            await ViolationAsync(bench, Organisation.Violated("max_sentences", "3")),
            await ViolationAsync(bench, Organisation.Violated("max_words", "50")),
            await ViolationAsync(bench, Organisation.Violated("redact_personal_data", "true")),
        ];

        await Task.WhenAll(violations.Select(x => bench.Bus.Publish(x)));

        var answers = await bench.PublishedAsync<SystemCorrected>(3);
        Assert.That(answers.Select(x => x.ConfigurationVersion), Is.EquivalentTo(new[] { 2, 3, 4 }));
        var parameters = await bench.ReadAsync(db => db.Systems.Select(x => x.Configuration).SingleAsync());
        Assert.That(parameters.Parameters.Keys, Is.EquivalentTo(new[] { "max_sentences", "max_words", "redact_personal_data" }));
    }

    [Test]
    public async Task A_remedy_that_the_agent_does_not_honour_is_said_every_time()
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_words");
        var violation = await ViolationAsync(bench, Organisation.Violated("max_sentences", "3"));

        await bench.Bus.Publish(violation);
        await bench.PublishedAsync<SystemNotCorrected>(1);
        await bench.Bus.Publish(violation);

        var answers = await bench.PublishedAsync<SystemNotCorrected>(2);
        Assert.That(answers[1], Is.EqualTo(answers[0]));
        Assert.That(answers[0].Reason, Does.Contain("Policy 'brief' (p1)").And.Contain("no function of 'reader' honours max_sentences"));
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(1));
    }

    [TestCase("north", 1, "VSM 'north' has no System 1 with id")]
    [TestCase("root", 9, "'reader' has no configuration of version 9")]
    public async Task What_it_claims_and_is_not_there_is_said(string vsm, int version, string reason)
    {
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), "max_sentences");
        var violation = await ViolationAsync(bench, Organisation.Violated("max_sentences", "3"));

        await bench.Bus.Publish(violation with { Vsm = vsm, ConfigurationVersion = version });

        Assert.That((await bench.PublishedAsync<SystemNotCorrected>(1))[0].Reason, Does.StartWith(reason));
    }

    private static async Task<PolicyViolationMessage> ViolationAsync(PolicyBench bench, Finding finding)
    {
        var agent = (await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration;
        return new PolicyViolationMessage
        {
            TaskId = Guid.NewGuid(), Attempt = 1, Ruling = Organisation.Ruling(agent.AgentId, finding), ConfigurationVersion = 1, Output = "Too long.",
        };
    }
}
