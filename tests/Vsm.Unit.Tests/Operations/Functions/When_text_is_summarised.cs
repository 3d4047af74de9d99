using Vsm.S1.Operations.Functions;
using static Vsm.Unit.Tests.Operations.Functions.Agents;

namespace Vsm.Unit.Tests.Operations.Functions;

public sealed class When_text_is_summarised
{
    private const string Text = """
        The order service failed. Customers saw errors at the checkout because the order service failed, e.g.
        after a timeout of 2.5 s. It rained. The database of the order service was full.

        Nobody had looked at the database for weeks!
        """;

    [Test]
    public async Task The_sentences_with_the_most_frequent_words_are_kept_in_their_order() =>
        Assert.That(
            await Of(Step("summarise", ("max_sentences", "2"))).RunAsync("x.txt", Text),
            Is.EqualTo("The order service failed.\nNobody had looked at the database for weeks!"));

    [Test]
    public async Task Five_sentences_are_kept_unless_told_otherwise() =>
        Assert.That((await Of(Step("summarise")).RunAsync("x.txt", Text + " One more. And one.")).Split('\n'), Has.Length.EqualTo(5));

    [TestCase("4", "The order service failed.")]
    [TestCase("12", "The order service failed.\nNobody had looked at the database for weeks!")]
    [TestCase("1", "It…")]
    public async Task Words_are_limited(string words, string summary)
    {
        var output = await Of(Step("summarise", ("max_words", words))).RunAsync("x.txt", words == "1" ? "It rained there." : Text);

        Assert.That(output, Is.EqualTo(summary));
    }

    [Test]
    public async Task Records_are_said_as_sentences_first() =>
        Assert.That(
            await Of(Step("summarise", ("max_sentences", "1"))).RunAsync("x.csv", "hour,errors\n14,18\n"), Is.EqualTo("hour is 14 and errors is 18."));

    [Test]
    public async Task A_log_is_a_sentence_per_line() =>
        Assert.That(await Of(Step("summarise", ("max_sentences", "1"))).RunAsync("x.log", "disk full on a\nfine\ndisk full on b\n"), Is.EqualTo("disk full on a."));

    [TestCase("")]
    [TestCase("\n \n")]
    public async Task Nothing_stays_nothing(string text) => Assert.That(await Of(Step("summarise")).RunAsync("x.txt", text), Is.Empty);

    [Test]
    public async Task Remedies_of_the_configuration_win_over_step_and_task()
    {
        var agent = Of(Step("summarise", ("max_sentences", "5"), ("redact_personal_data", "false")));
        var task = Agents.Task("A wrote to b@example.org. C wrote to d@example.org.") with
        {
            Parameters = new Dictionary<string, string> { ["redact_personal_data"] = "false", ["max_sentences"] = "9" },
        };

        var before = await Prepare(agent, task).ExecuteAsync(default);
        var run = Prepare(agent.With(("redact_personal_data", "true"), ("max_sentences", "1"), ("redact_pattern", "wrote")), task);
        var after = await run.ExecuteAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo("A wrote to b@example.org.\nC wrote to d@example.org."));
            Assert.That(after, Is.EqualTo("A [redacted] to [email]."));
            Assert.That(run.ToolCalls[0].Arguments["max_sentences"], Is.EqualTo("1"));
            Assert.That(run.ToolCalls[0].Result, Does.EndWith(": " + after));
        });
    }

    [TestCase("Dr. A. Smith came at 9.30. \"Why?\" he asked. Version 1.2.3 of x.org is out! No. 5 is alive.", 4)]
    [TestCase("e.g. this is one", 1)]
    [TestCase("One... and the same. Two", 2)]
    [TestCase("", 0)]
    public void Sentences_end_where_a_reader_ends_them(string text, int count) => Assert.That(Sentences.Split(text).Count(), Is.EqualTo(count));
}
