using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vsm.Persistence;
using Vsm.Unit.Tests.Ai;

namespace Vsm.Unit.Tests.Persistence;

public sealed class When_a_database_goes_away_at_the_start
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly FakeTime _time = new();
    private readonly KeptLog _log = new();
    private int _tries;

    [TestCase("57P03")]
    [TestCase("08006")]
    public async Task It_is_waited_for_and_what_failed_is_begun_anew(string state)
    {
        await _time.PassUntilAsync(Wait().RunAsync("to count sheep", _ => ++_tries < 4 ? throw Away(state) : Task.CompletedTask, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(_tries, Is.EqualTo(4));
            Assert.That(_log.Lines.Select(x => x.Trim()), Is.EqualTo(Enumerable.Repeat("Waiting for the database to count sheep: the server is away", 3)));
        }
    }

    [Test]
    public void It_is_given_up_when_it_stays_away()
    {
        var failure = Assert.ThrowsAsync<StoreUnavailableException>(() => _time.PassUntilAsync(Wait().RunAsync("to count sheep", _ => throw Away("57P03"), CancellationToken.None)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Is.EqualTo(
                "The database did not answer within 00:02:00 (Vsm:StartTimeout): the server is away. Start it, or correct Vsm:Database:ConnectionString."));
            Assert.That(_time.Now, Is.GreaterThanOrEqualTo(Limit));
        }
    }

    [Test]
    public async Task What_was_done_before_it_went_away_takes_nothing_of_its_time()
    {
        await _time.PassUntilAsync(Wait().RunAsync("to count many sheep", _ =>
        {
            _time.Pass(Limit * 3);
            return ++_tries < 2 ? throw Away("57P03") : Task.CompletedTask;
        }, CancellationToken.None));

        Assert.That(_tries, Is.EqualTo(2));
    }

    [Test]
    public void What_is_wrong_otherwise_ends_the_start_at_once()
    {
        var failure = Assert.ThrowsAsync<DbUpdateException>(() => Wait().RunAsync("to count sheep", _ => throw Away("42P01"), CancellationToken.None));

        Assert.That((failure!.InnerException!.Message, _log.Lines.Count), Is.EqualTo(("the server is away", 0)));
    }

    [Test]
    public void A_start_that_is_called_off_waits_no_longer()
    {
        using var end = new CancellationTokenSource();
        var waiting = Wait().RunAsync("to count sheep", _ => throw Away("57P03"), end.Token);
        end.Cancel();

        Assert.ThrowsAsync<TaskCanceledException>(() => waiting);
    }

    private StoreWait Wait() => new(
        new InMemoryStore(), Options.Create(new StoreOptions { StartTimeout = Limit }), _time, LoggerFactory.Create(x => x.AddProvider(_log)).CreateLogger<StoreWait>());

    private static DbUpdateException Away(string state) => new("An error occurred.", new Failure(state));

    private sealed class Failure(string state) : DbException("the server is away")
    {
        public override string SqlState => state;
    }
}
