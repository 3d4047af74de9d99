namespace Vsm.Integration.Tests;

/// <summary>The servers that tests are given; without them they do not run, and say why.</summary>
internal static class TestServers
{
    public static string PostgreSql => Need("VSM_TEST_POSTGRES");

    public static Uri RabbitMq => new(Need("VSM_TEST_RABBITMQ"));

    private static string Need(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address)
        {
            return address;
        }

        Assert.Ignore($"{variable} is not set. infra/test.sh provides RabbitMQ and PostgreSQL and runs all tests; infra/servers.sh provides them alone.");
        throw new InvalidOperationException();
    }
}
