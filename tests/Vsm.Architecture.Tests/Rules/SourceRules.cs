using System.Text.RegularExpressions;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>What no file may say.</summary>
internal static partial class SourceRules
{
    private static readonly HashSet<string> Data = [".csv", ".tsv", ".log", ".txt", ".ndjson", ".gz", ".zip", ".png", ".ico", ".woff2"];

    public static IEnumerable<string> TimeComesFromTheTimeProvider(Tree tree) =>
        Find(tree.Sources("contracts", "services", "infra"), tree.ReadCode, SystemClock(), "take a TimeProvider instead");

    public static IEnumerable<string> TestsNeverSleep(Tree tree) =>
        Find(tree.Sources("tests"), tree.ReadCode, Sleeping(), "await what the test waits for");

    // Sample data may hold any path: it is what somebody's server wrote.
    public static IEnumerable<string> NoFileNamesAPlaceOnOneMachine(Tree tree) =>
        Find(tree.Files().Where(file => !Data.Contains(Path.GetExtension(file))), tree.Read, MachinePath(), "use a path from the repository's root");

    private static IEnumerable<string> Find(IEnumerable<string> files, Func<string, string> read, Regex forbidden, string remedy) =>
        from file in files
        from line in read(file).Split('\n').Index()
        from Match match in forbidden.Matches(line.Item)
        select $"{file}:{line.Index + 1}: {match.Value}; {remedy}.";

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\b(Thread\.Sleep|Task\.Delay|SpinWait\.SpinUntil)\b")]
    private static partial Regex Sleeping();

    [GeneratedRegex(@"(?<![\w.*)}\]$~-])/(work|root)/|\b[A-Za-z]:\\Users\\")]
    private static partial Regex MachinePath();
}
