using System.Text.RegularExpressions;

namespace Vsm.Architecture.Tests.Rules;

/// <summary>What documents say of the code.</summary>
internal static partial class DocumentRules
{
    public static IEnumerable<string> TestsThatAreNamedAreThere(Tree tree)
    {
        var fixtures = tree.Sources("tests").ToLookup(x => Path.GetFileNameWithoutExtension(x));
        return from document in tree.Files("infra").Where(x => x.EndsWith(".md", StringComparison.Ordinal))
               from Match named in Test().Matches(tree.Read(document))
               let test = new Regex($@"\b{named.Groups["test"].Value}\(")
               where !fixtures[named.Groups["fixture"].Value].Any(x => test.IsMatch(tree.Read(x)))
               select $"{document} names {named.Value.Trim('`')}, which is no test.";
    }

    [GeneratedRegex(@"`(?<fixture>When_\w+)\.(?<test>\w+)`")]
    private static partial Regex Test();
}
