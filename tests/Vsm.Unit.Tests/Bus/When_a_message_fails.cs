using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Vsm.Bus.Retries;
using Vsm.Persistence;

namespace Vsm.Unit.Tests.Bus;

public sealed class When_a_message_fails
{
    private static readonly RetryRules Rules = new(TimeSpan.FromMinutes(15), 5);
    private static readonly FailureKinds Kinds = new([new BrokerFailures(), new StoreFailures(new InMemoryStore())]);

    [Test]
    public void What_is_away_is_tried_with_growing_pauses_until_patience_ends()
    {
        var elapsed = TimeSpan.Zero;
        var pauses = new List<TimeSpan>();
        while (Rules.Pause(FailureKind.Unavailable, pauses.Count, elapsed, 1) is { } pause)
        {
            pauses.Add(pause);
            elapsed += pause;
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses, Is.Ordered);
            Assert.That(pauses[0], Is.EqualTo(TimeSpan.FromMilliseconds(100)));
            Assert.That(pauses[^1], Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(elapsed, Is.InRange(TimeSpan.FromMinutes(14.9), TimeSpan.FromMinutes(15)));
        }
    }

    [TestCase(FailureKind.Conflict, 30, 0.5)]
    [TestCase(FailureKind.Other, 5, 5)]
    public void Others_have_so_many_tries(FailureKind kind, int tries, double longestSeconds)
    {
        var pauses = Enumerable.Range(0, 100).Select(x => Rules.Pause(kind, x, TimeSpan.FromHours(1), 1)).TakeWhile(x => x is not null).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pauses, Has.Count.EqualTo(tries));
            Assert.That(pauses.Max(), Is.LessThanOrEqualTo(TimeSpan.FromSeconds(longestSeconds)));
        }
    }

    [FsCheck.NUnit.Property]
    public bool A_pause_is_never_negative_nor_beyond_the_longest(byte kind, ushort failures, byte jitter) =>
        Rules.Pause((FailureKind)(kind % 3), failures, TimeSpan.Zero, jitter / 255.0) is not { } pause || (pause > TimeSpan.Zero && pause <= RetryRules.LongestPause);

    // What the server says is in its language.
    [TestCase("40001", FailureKind.Conflict)]
    [TestCase("40P01", FailureKind.Conflict)]
    [TestCase("23505", FailureKind.Conflict)]
    [TestCase("55P03", FailureKind.Conflict)]
    [TestCase("57P01", FailureKind.Unavailable)]
    [TestCase("57P03", FailureKind.Unavailable)]
    [TestCase("53300", FailureKind.Unavailable)]
    [TestCase("53100", FailureKind.Unavailable)]
    [TestCase("08006", FailureKind.Unavailable)]
    [TestCase("25006", FailureKind.Unavailable)]
    [TestCase("42P01", FailureKind.Other)]
    [TestCase("22001", FailureKind.Other)]
    public void The_database_is_understood_by_its_codes_however_wrapped(string state, FailureKind expected)
    {
        var exception = new PostgresException("konnte den Zugriff nicht serialisieren", "FEHLER", "ERROR", state);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kinds.Of(exception), Is.EqualTo(expected));
            Assert.That(Kinds.Of(new InvalidOperationException("x", new DbUpdateException("x", exception))), Is.EqualTo(expected));
            Assert.That(Kinds.Of(new AggregateException(new FormatException(), new DbUpdateException("x", exception))), Is.EqualTo(expected));
        }
    }

    [Test]
    public void The_broker_is_away_when_its_connection_is_lost_and_not_when_it_refuses_a_message()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kinds.Of(new BrokerUnreachableException(new IOException())), Is.EqualTo(FailureKind.Unavailable));
            Assert.That(Kinds.Of(new ConnectionException("x", new IOException())), Is.EqualTo(FailureKind.Unavailable));
            Assert.That(Kinds.Of(new AlreadyClosedException(Shutdown(320, ShutdownInitiator.Peer))), Is.EqualTo(FailureKind.Unavailable));
            Assert.That(Kinds.Of(new OperationInterruptedException(Shutdown(406, ShutdownInitiator.Peer))), Is.EqualTo(FailureKind.Other));
            Assert.That(Kinds.Of(new OperationInterruptedException(Shutdown(501, ShutdownInitiator.Peer))), Is.EqualTo(FailureKind.Other));
        }
    }

    [Test]
    public void Another_version_of_a_row_is_a_conflict_and_what_is_unknown_is_other()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kinds.Of(new DbUpdateConcurrencyException("x")), Is.EqualTo(FailureKind.Conflict));
            Assert.That(Kinds.Of(new InvalidOperationException()), Is.EqualTo(FailureKind.Other));
        }
    }

    private static ShutdownEventArgs Shutdown(ushort code, ShutdownInitiator initiator) => new(initiator, code, "x");
}
