namespace Vsm.Integration.Tests;

/// <summary>The servers that tests are given; without them they do not run, and say why.</summary>
internal static class TestServers
{
    private const string Provided = "infra/test.sh provides RabbitMQ and PostgreSQL and runs all tests; infra/servers.sh provides them alone.";

    public static string PostgreSql => Need("VSM_TEST_POSTGRES", Provided);

    public static Uri RabbitMq => new(Need("VSM_TEST_RABBITMQ", Provided));

    /// <summary>A connection string without a database, of somebody who may make some.</summary>
    public static string SqlServer => Need("VSM_TEST_SQLSERVER", "Nothing provides SQL Server by itself; see README.md, \"SQL Server\".");

    private static string Need(string variable, string provided)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address)
        {
            return address;
        }

        Assert.Ignore($"{variable} is not set. {provided}");
        throw new InvalidOperationException();
    }
}
