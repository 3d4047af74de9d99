using Microsoft.Data.SqlClient;

namespace Vsm.Persistence.SqlServer;

/// <summary>Tells SQL Server's failures apart by number and severity; texts are in the server's language.</summary>
internal static class SqlServerErrors
{
    /// <summary>From this severity on the server has ended the connection, or there never was one.</summary>
    private const byte Fatal = 20;

    // Deadlock; a lock that others hold; a row that moved on under a snapshot.
    private static readonly HashSet<int> Conflicts = [1205, 1222, 3960, 3961];

    private static readonly HashSet<int> Away =
    [
        // No answer in time. What is wrong with a connection needs no number: they differ between systems, and the server uses the same for other things.
        -2,
        // The database is not there yet, is recovering or being restored, is offline, moves, or is only read here as the other replica leads now.
        4060, 615, 904, 921, 922, 923, 924, 926, 927, 942, 945, 952, 976, 978, 979, 981, 982, 983, 3906, 3908, 4221,
        // The server starts, ends or is paused.
        6005, 6006, 17142, 17187, 17188, 17189, 17190, 17191, 17197, 18401, 18451,
        // No memory, no locks, no workers, no room on the disk or in the log.
        701, 802, 1101, 1105, 1204, 8628, 8645, 8651, 9002, 10928, 10929, 10936,
        // Azure: moved, busy, throttled, over its quota, paused.
        40143, 40166, 40197, 40501, 40540, 40544, 40549, 40550, 40551, 40552, 40553, 40613, 42108, 42109, 49918, 49919, 49920,
    ];

    public static bool IsDuplicate(SqlException exception) => Any(exception, IsDuplicate);

    public static bool IsConflict(SqlException exception) => Any(exception, x => Conflicts.Contains(x) || IsDuplicate(x));

    public static bool IsAway(SqlException exception) => exception.Class >= Fatal || Any(exception, Away.Contains);

    /// <summary>There is an object of this name already.</summary>
    public static bool IsThereAlready(SqlException exception) => Any(exception, x => x == 2714);

    /// <summary>There is no table of this name.</summary>
    public static bool IsMissing(SqlException exception) => Any(exception, x => x == 208);

    // A primary key or constraint; a unique index.
    private static bool IsDuplicate(int number) => number is 2627 or 2601;

    // A failure comes with others that follow from it, such as 3621: the statement has been terminated.
    private static bool Any(SqlException exception, Func<int, bool> isOne) => exception.Errors.Cast<SqlError>().Any(x => isOne(x.Number));
}
