using Vsm.Persistence;

namespace Vsm.Unit.Tests.Persistence;

public sealed class When_requests_come_at_the_same_time
{
    [Test]
    public async Task One_alone_is_begun_before_anything_else_happens()
    {
        var trips = new RoundTrips(most: 8);

        var answer = trips.AskAsync(1);

        Assert.That(trips.HasBegun);
        var trip = await trips.NextAsync();
        Assert.That((trip.Requests, answer.IsCompleted), Is.EqualTo((new[] { 1 }, false)));
        trip.End();
        Assert.That(await answer, Is.EqualTo("answer to 1"));
        Assert.That(trips.HasBegun, Is.False);
    }

    [Test]
    public async Task Those_that_come_while_one_is_under_way_go_together_after_it()
    {
        var trips = new RoundTrips(most: 8);
        var first = trips.AskAsync(1);
        Task<string>[] others = [trips.AskAsync(2), trips.AskAsync(3), trips.AskAsync(4)];
        var trip = await trips.NextAsync();
        Assert.That(trips.HasBegun, Is.False);

        trip.End();

        Assert.That(await first, Is.EqualTo("answer to 1"));
        trip = await trips.NextAsync();
        Assert.That(trip.Requests, Is.EqualTo(new[] { 2, 3, 4 }));
        trip.End();
        Assert.That(await Task.WhenAll(others), Is.EqualTo(new[] { "answer to 2", "answer to 3", "answer to 4" }));
    }

    [Test]
    public async Task No_more_than_the_most_go_together_and_in_their_order()
    {
        var trips = new RoundTrips(most: 3);
        var answers = Enumerable.Range(1, 8).Select(trips.AskAsync).ToList();
        var sizes = new List<int>();

        while (sizes.Sum() < answers.Count)
        {
            var trip = await trips.NextAsync();
            sizes.Add(trip.Requests.Count);
            trip.End();
        }

        Assert.That(sizes, Is.EqualTo(new[] { 1, 3, 3, 1 }));
        Assert.That(await Task.WhenAll(answers), Is.EqualTo(Enumerable.Range(1, 8).Select(x => $"answer to {x}")));
    }

    [Test]
    public async Task A_failure_reaches_all_that_went_together_and_nobody_else()
    {
        var trips = new RoundTrips(most: 2);
        var answers = Enumerable.Range(1, 4).Select(trips.AskAsync).ToList();
        var failure = new InvalidOperationException("The server is away.");

        (await trips.NextAsync()).End();
        (await trips.NextAsync()).Fail(failure);
        (await trips.NextAsync()).End();

        Assert.That(await answers[0], Is.EqualTo("answer to 1"));
        Assert.That(() => answers[1], Throws.Exception.SameAs(failure));
        Assert.That(() => answers[2], Throws.Exception.SameAs(failure));
        Assert.That(await answers[3], Is.EqualTo("answer to 4"));
    }

    [Test]
    public async Task A_failure_before_anything_was_begun_leaves_the_next_alone()
    {
        var failing = true;
        var batcher = new Batcher<int, int>(4, x => failing ? throw new InvalidOperationException("No connection.") : Task.FromResult<IReadOnlyList<int>>([.. x]));

        Assert.That(() => batcher.AskAsync(1), Throws.InvalidOperationException);
        failing = false;

        Assert.That(await batcher.AskAsync(2), Is.EqualTo(2));
    }

    [TestCase(1, 60)]
    [TestCase(7, 500)]
    [TestCase(1000, 500)]
    public async Task Each_gets_its_own_answer_and_one_round_trip_is_under_way_at_a_time(int most, int requests)
    {
        var (underway, together, largest) = (0, 0, 0);
        var batcher = new Batcher<int, int>(most, async asked =>
        {
            together = Math.Max(together, Interlocked.Increment(ref underway));
            largest = Math.Max(largest, asked.Count);
            await Task.Yield();
            Interlocked.Decrement(ref underway);
            return [.. asked.Select(x => -x)];
        });

        var answers = await Task.WhenAll(Enumerable.Range(1, requests).Select(x => Task.Run(() => batcher.AskAsync(x))));

        Assert.That(answers, Is.EqualTo(Enumerable.Range(1, requests).Select(x => -x)));
        Assert.That(together, Is.EqualTo(1));
        Assert.That(largest, Is.InRange(1, most));
    }
}
