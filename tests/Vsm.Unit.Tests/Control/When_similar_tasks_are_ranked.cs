using Vsm.Contracts.Control;
using Vsm.S3.Control.Delegation;

namespace Vsm.Unit.Tests.Control;

public sealed class When_similar_tasks_are_ranked
{
    [Test]
    public void Those_that_share_most_of_their_words_come_first()
    {
        var ranked = SimilarTasks.Rank(
            "Sum up the sales of May.",
            [Task(1, "Write a poem on spring."), Task(2, "SUM UP: the Sales of April!"), Task(3, "Sum up the sales of May, please."), Task(4, "Sales")]);

        Assert.That(ranked.Select(x => x.Number), Is.EqualTo(new[] { 3, 2, 4 }));
    }

    [Test]
    public void Of_equals_the_latest_come_first_and_only_a_few() =>
        Assert.That(SimilarTasks.Rank("same words", Enumerable.Range(1, 9).Select(x => Task(x, "same words"))).Select(x => x.Number), Is.EqualTo(new[] { 9, 8, 7 }));

    [TestCase("")]
    [TestCase("a b c 1 2")]
    [TestCase("日本")]
    public void Without_words_nothing_resembles(string content) => Assert.That(SimilarTasks.Rank(content, [Task(1, content), Task(2, "Sum up the sales.")]), Is.Empty);

    [FsCheck.NUnit.Property]
    public void No_more_than_a_few_are_given_and_each_shares_a_word(string content, string[] others)
    {
        var ranked = SimilarTasks.Rank(content ?? "", (others ?? []).Select((x, at) => Task(at, x ?? "")));

        Assert.That(ranked, Has.Count.LessThanOrEqualTo(SimilarTasks.Most));
        Assert.That(ranked.Select(x => x.Number), Is.Unique);
    }

    private static SimilarTask Task(int number, string content) => new() { Number = number, Content = content };
}
