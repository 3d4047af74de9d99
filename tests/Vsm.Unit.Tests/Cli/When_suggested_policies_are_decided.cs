using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

public sealed class When_suggested_policies_are_decided : ServerTest
{
    [Test]
    public async Task They_are_listed_with_all_that_they_say_and_where_it_was_asked_for()
    {
        var open = await Vsm("policy", "suggestions", "--limit", "1");
        var none = await Vsm("policy", "suggestions", "--state", "accepted");

        Assert.That(open.Out, Is.EqualTo(
            $"#3 short  waits for a person\n  rule:  Answers are\uFFFD[2J short.\n  asked: in 2 tasks, last at 1970-01-01 00:00:00Z\n         task {FakeSuggestions.Task}: \"be short\"\n"));
        Assert.That(open.Error, Is.EqualTo("there are more: add --after Open 1\n"));
        Assert.That(none.Out, Is.EqualTo("no policy is suggested\n"));
    }

    [Test]
    public async Task They_are_accepted_and_declined_with_a_reason()
    {
        var accepted = await Vsm("policy", "accept", "3", "--name", "brief", "--applies-to", "support", "--reason", "asked for");
        var declined = await Vsm("policy", "decline", "3", "--reason", "one user's taste", "--by", "ada");
        var unknown = await Vsm("policy", "decline", "4", "--reason", "x");

        Assert.That(accepted.Out, Does.StartWith("#3 short  accepted by tester as policy brief support: asked for\n"), accepted.Error);
        Assert.That(declined.Out, Does.StartWith("#3 short  declined by ada: one user's taste\n"));
        Assert.That((unknown.ExitCode, unknown.Error), Is.EqualTo((3, "error: no suggestion 4\n")));
        var bodies = Server.Posted.Select(x => (SuggestionRequest)x.Body).ToList();
        Assert.That(bodies.Select(x => (x.Decision, x.By, x.Name)), Is.EqualTo(new[]
        {
            (SuggestionDecision.Accept, "tester", "brief"), (SuggestionDecision.Decline, "ada", null as string), (SuggestionDecision.Decline, "tester", null as string),
        }));
    }

    [TestCase("policy", "accept", "3")]
    [TestCase("policy", "decline", "three", "--reason", "x")]
    [TestCase("policy", "suggestions", "--state", "new")]
    public async Task What_is_missing_or_wrong_is_said(params string[] arguments)
    {
        Assert.That((await Vsm(arguments)).ExitCode, Is.EqualTo(2));
        Assert.That(Server.Posted, Is.Empty);
    }
}
