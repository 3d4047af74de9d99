namespace Vsm.Testing.Servers;

/// <summary>Where Debian and others put the servers.</summary>
internal static class Binaries
{
    // Debian's /usr/sbin/rabbitmq-server switches to the system's user and directories; the one behind it does not.
    public static string RabbitMqServer => Find("rabbitmq-server", "/usr/lib/rabbitmq/bin");

    public static string Rabbitmqctl => Find("rabbitmqctl", "/usr/lib/rabbitmq/bin");

    public static string Epmd => Find("epmd", [.. Directories("/usr/lib/erlang", "erts-*").Select(x => Path.Combine(x, "bin"))]);

    public static string Initdb => Find("initdb", PostgreSqlFolders);

    public static string Postgres => Find("postgres", PostgreSqlFolders);

    public static string PgDump => Find("pg_dump", PostgreSqlFolders);

    public static string PgRestore => Find("pg_restore", PostgreSqlFolders);

    /// <summary>A library that PostgreSQL can load is installed.</summary>
    public static bool HasPostgreSqlLibrary(string name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Postgres))!, "lib", $"{name}.so"));

    private static string[] PostgreSqlFolders => [.. Directories("/usr/lib/postgresql", "*").OrderDescending().Select(x => Path.Combine(x, "bin"))];

    private static string Find(string program, params string[] folders)
    {
        var searched = folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)).ToList();
        return searched.Select(x => Path.Combine(x, program)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{program} is not installed; searched {string.Join(", ", searched)}. On Debian: apt-get install rabbitmq-server postgresql");
    }

    private static IEnumerable<string> Directories(string folder, string pattern) => Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern) : [];
}
