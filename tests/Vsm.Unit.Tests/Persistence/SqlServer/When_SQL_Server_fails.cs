using Microsoft.EntityFrameworkCore;
using Vsm.Bus.Retries;
using Vsm.Persistence;

namespace Vsm.Unit.Tests.Persistence.SqlServer;

public sealed class When_SQL_Server_fails
{
    private static readonly FailureKinds Kinds = new([new StoreFailures(SqlServerContexts.Store)]);

    [TestCase(2627, FailureKind.Conflict, TestName = "a key is taken")]
    [TestCase(2601, FailureKind.Conflict, TestName = "a value of a unique index is taken")]
    [TestCase(1205, FailureKind.Conflict, TestName = "a deadlock")]
    [TestCase(1222, FailureKind.Conflict, TestName = "others hold a lock")]
    [TestCase(3960, FailureKind.Conflict, TestName = "a row moved on under a snapshot")]
    [TestCase(3961, FailureKind.Conflict, TestName = "a table changed under a snapshot")]
    [TestCase(-2, FailureKind.Unavailable, TestName = "no answer in time")]
    [TestCase(4060, FailureKind.Unavailable, TestName = "the database is not there yet")]
    [TestCase(922, FailureKind.Unavailable, TestName = "the database is recovering")]
    [TestCase(3906, FailureKind.Unavailable, TestName = "the database is read only here")]
    [TestCase(983, FailureKind.Unavailable, TestName = "the other replica leads now")]
    [TestCase(6005, FailureKind.Unavailable, TestName = "the server ends")]
    [TestCase(1105, FailureKind.Unavailable, TestName = "no room on the disk")]
    [TestCase(9002, FailureKind.Unavailable, TestName = "no room in the log")]
    [TestCase(40613, FailureKind.Unavailable, TestName = "Azure: the database is moved")]
    [TestCase(40197, FailureKind.Unavailable, TestName = "Azure: an error while it serves")]
    [TestCase(40501, FailureKind.Unavailable, TestName = "Azure: busy")]
    [TestCase(10928, FailureKind.Unavailable, TestName = "Azure: too many requests")]
    [TestCase(10929, FailureKind.Unavailable, TestName = "Azure: too busy for this many")]
    [TestCase(49918, FailureKind.Unavailable, TestName = "Azure: no resources")]
    [TestCase(208, FailureKind.Other, TestName = "there is no such table")]
    [TestCase(2628, FailureKind.Other, TestName = "text is too long")]
    [TestCase(547, FailureKind.Other, TestName = "a constraint")]
    [TestCase(18456, FailureKind.Other, TestName = "wrong password")]
    public void It_is_understood_by_its_numbers_however_wrapped(int number, FailureKind expected)
    {
        var exception = SqlFailures.Of(number, 3621); // what follows from it comes with it
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kinds.Of(exception), Is.EqualTo(expected));
            Assert.That(Kinds.Of(new InvalidOperationException("x", new DbUpdateException("x", exception))), Is.EqualTo(expected));
            Assert.That(Kinds.Of(new AggregateException(new FormatException(), new DbUpdateException("x", exception))), Is.EqualTo(expected));
        }
    }

    // Of the network the numbers differ between systems, and the server gives the same ones to other things: 121 is too many values in an insert.
    [TestCase(121, 20, FailureKind.Unavailable)]
    [TestCase(10054, 20, FailureKind.Unavailable)]
    [TestCase(0, 20, FailureKind.Unavailable)]
    [TestCase(596, 21, FailureKind.Unavailable)]
    [TestCase(824, 24, FailureKind.Unavailable)]
    [TestCase(121, 15, FailureKind.Other)]
    public void A_connection_that_is_cut_is_understood_by_its_severity(int number, byte severity, FailureKind expected) =>
        Assert.That(Kinds.Of(SqlFailures.Of(severity, number)), Is.EqualTo(expected));

    [TestCase(2627, true)]
    [TestCase(2601, true)]
    [TestCase(1205, false)]
    [TestCase(547, false)]
    public void A_duplicate_is_what_violates_a_key_and_nothing_else(int number, bool expected) =>
        Assert.That(SqlServerContexts.Store.IsDuplicate(new DbUpdateException("x", SqlFailures.Of(number, 3621))), Is.EqualTo(expected));

    [Test]
    public void A_pool_without_a_free_connection_is_waited_for_and_a_mistake_of_ours_is_not()
    {
        var ofTheClient = new InvalidOperationException("Zeitüberschreitung") { Source = "Microsoft.Data.SqlClient" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Kinds.Of(ofTheClient), Is.EqualTo(FailureKind.Unavailable));
            Assert.That(Kinds.Of(new InvalidOperationException { Source = "Vsm.S3.Control" }), Is.EqualTo(FailureKind.Other));
        }
    }
}
