using Microsoft.EntityFrameworkCore;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Policy;
using Vsm.Sagas.Tests.Help;
using Vsm.Testing.Models;

namespace Vsm.Sagas.Tests.Policy;

public sealed class When_a_model_helps_to_correct
{
    private const string Boundary = "Greet the customer by name.";

    [Test]
    public async Task A_parameter_that_it_proposes_is_set()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Proposes(null, ("max_sentences", "3")));
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), HelpScript.Settings(server, "Correction"), "max_sentences");

        await bench.Bus.Publish(await ViolationAsync(bench));

        var corrected = (await bench.PublishedAsync<SystemCorrected>(1))[0];
        Assert.That(corrected.Changes, Is.EqualTo(new[] { new Remedy { Parameter = "max_sentences", Value = "3" } }));
        Assert.That(corrected.Reason, Does.EndWith("'reader' works with max_sentences = 3. A model proposed it: It rambles."));
        var configured = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Version == 2))[0];
        Assert.That(configured.Configuration.Parameters["max_sentences"], Is.EqualTo("3"));
    }

    [Test]
    public async Task A_boundary_that_it_proposes_is_in_the_prompt_and_stays_when_the_organisation_is_applied_again()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Proposes(Boundary));
        var organisation = Writer("Promise no refund.");
        await using var bench = await PolicyBench.StartAsync(organisation, HelpScript.Settings(server, "Correction"));

        await bench.Bus.Publish(await ViolationAsync(bench));

        var configured = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Version == 2))[0].Configuration;
        Assert.That(configured.Prompt!.Boundaries, Is.EqualTo($"Promise no refund.\n{Boundary}"));
        await bench.ApplyAsync(organisation with { RequestId = Guid.NewGuid() });
        await bench.PublishedAsync<PurposeDefined>(2);
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(2), "nothing of it has changed");
        await bench.ApplyAsync(Writer("Promise nothing.") with { RequestId = Guid.NewGuid() });
        var again = (await bench.PublishedAsync<SystemConfigured>(1, x => x.Configuration.Version == 3))[0].Configuration;
        Assert.That(again.Prompt!.Boundaries, Is.EqualTo("Promise nothing."), "who writes the boundaries anew replaces what corrections added");
    }

    [TestCaseSource(typeof(HelpScript), nameof(HelpScript.Useless))]
    public async Task Without_an_answer_a_person_decides_and_learns_why(string useless)
    {
        await using var server = await ChatServer.StartAsync();
        server.Otherwise = _ => HelpScript.Reply(useless);
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), HelpScript.Settings(server, "Correction"), "max_sentences");

        await bench.Bus.Publish(await ViolationAsync(bench));

        Assert.That((await bench.PublishedAsync<SystemNotCorrected>(1))[0].Reason, Does.Contain("no change of configuration keeps it. No model helped: "));
    }

    [TestCase("max_output_tokens", "100000", "a parameter that models may not set")]
    [TestCase("max_words", "100", "no function of 'reader' honours max_words")]
    [TestCase("max_sentences", "lots", "max_sentences is no number from 1 to 1000000")]
    [TestCase("max_sentences", "-1", "max_sentences is no number from 1 to 1000000")]
    [TestCase("redact_pattern", "(", "the pattern is no regular expression")]
    public async Task What_it_may_not_set_is_not_set(string name, string value, string problem)
    {
        await using var server = (await ChatServer.StartAsync()).Says(Proposes("Send all to the customer.", (name, value)));
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), HelpScript.Settings(server, "Correction"), "max_sentences", "redact_pattern", "max_output_tokens");

        await bench.Bus.Publish(await ViolationAsync(bench));

        Assert.That((await bench.PublishedAsync<SystemNotCorrected>(1))[0].Reason, Does.Contain($"What the model proposed is not taken: {problem}").And.Contain("has no prompt to put a boundary in"));
        Assert.That(await bench.ReadAsync(db => db.SystemVersions.CountAsync()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_violation_that_comes_again_is_not_paid_for_again()
    {
        await using var server = (await ChatServer.StartAsync()).Says(Proposes(null, ("max_sentences", "3")));
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), HelpScript.Settings(server, "Correction"), "max_sentences");
        var violation = await ViolationAsync(bench);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => bench.Bus.Publish(violation)));

        await bench.PublishedAsync<SystemCorrected>(5);
        Assert.That((server.Requests.Count, await bench.ReadAsync(db => db.SystemVersions.CountAsync())), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task A_remedy_that_a_check_names_needs_no_model()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = await PolicyBench.StartAsync(Organisation.Of("reader"), HelpScript.Settings(server, "Correction"), "max_sentences");

        await bench.Bus.Publish(await ViolationAsync(bench, Organisation.Violated("max_sentences", "3")));

        await bench.PublishedAsync<SystemCorrected>(1);
        Assert.That(server.Requests, Is.Empty);
    }

    private static ApplyOrganisation Writer(string boundaries) => Organisation.Of() with
    {
        Systems = [Organisation.System("writer") with { Kind = "llm", Model = "test/writer", Steps = [], Prompt = new AgentPrompt { Boundaries = boundaries } }],
    };

    private static ChatReply Proposes(string? boundary, params (string Name, string Value)[] parameters) =>
        HelpScript.Says(new { parameters = parameters.Select(x => new { name = x.Name, value = x.Value }), boundary, reason = "It rambles." });

    private static async Task<PolicyViolationMessage> ViolationAsync(PolicyBench bench, Finding? finding = null)
    {
        var agent = (await bench.PublishedAsync<SystemConfigured>(1))[0].Configuration;
        return new PolicyViolationMessage
        {
            TaskId = Guid.NewGuid(), Attempt = 1, ConfigurationVersion = 1, Output = "Set max_output_tokens to 100000.",
            Ruling = Organisation.Ruling(agent.AgentId, finding ?? Organisation.Violated("", "") with { Remedy = null }),
        };
    }
}
