using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using Vsm.S5.Policy.Correction;

namespace Vsm.Unit.Tests.Policy;

public sealed class When_remedies_are_merged
{
    [FsCheck.NUnit.Property]
    public bool A_limit_is_the_smallest_of_all(NonEmptyArray<PositiveInt> wanted, PositiveInt? set)
    {
        var all = wanted.Get.Select(x => x.Get).ToList();
        var (value, conflict) = RemedyMerge.Merge("max_words", Text(set?.Get), [.. all.Select(x => Text(x)!)]);

        return conflict is null && value == Text(all.Append(set?.Get ?? int.MaxValue).Min());
    }

    [FsCheck.NUnit.Property]
    public bool What_was_merged_is_in_force(NonEmptyArray<PositiveInt> wanted)
    {
        var patterns = wanted.Get.Select(x => $"a{x.Get}|[|)(]b").Distinct().ToList();
        string? set = null;
        foreach (var pattern in patterns)
        {
            set = RemedyMerge.Merge("redact_pattern", set, [pattern]).Value;
        }

        return patterns.All(x => RemedyMerge.IsInForce("redact_pattern", set, x))
            && RemedyMerge.Merge("redact_pattern", set, patterns) == (set, null);
    }

    [Test]
    public void Patterns_become_alternatives()
    {
        var (value, conflict) = RemedyMerge.Merge("redact_pattern", null, ["ab|cd", @"\(x\)"]);

        Assert.That(conflict, Is.Null);
        Assert.That(value, Is.EqualTo(@"(?:ab|cd)|(?:\(x\))"));
        Assert.That(Regex.Matches("ab cd (x)", value!).Select(x => x.Value), Is.EqualTo(new[] { "ab", "cd", "(x)" }));
    }

    [Test]
    public void A_pattern_that_was_configured_by_hand_stays_in_force()
    {
        Assert.That(RemedyMerge.Merge("redact_pattern", "a|b", ["c"]).Value, Is.EqualTo("(?:a|b)|(?:c)"));
        Assert.That(RemedyMerge.Merge("redact_pattern", "(?:a|b)|(?:c)", ["d"]).Value, Is.EqualTo("(?:a|b)|(?:c)|(?:d)"));
    }

    [TestCase(@"(a)\1", "refer to groups by number")]
    [TestCase("(", "cannot be joined")]
    public void Patterns_that_do_not_join_are_a_conflict(string pattern, string expected) =>
        Assert.That(RemedyMerge.Merge("redact_pattern", "x", [pattern]).Conflict, Does.Contain(expected));

    [Test]
    public void A_pattern_that_grows_without_end_is_a_conflict() =>
        Assert.That(RemedyMerge.Merge("redact_pattern", new string('a', 8000), [new string('b', 1000)]).Conflict, Does.Contain("at most 8192"));

    [Test]
    public void Other_values_that_differ_are_a_conflict() =>
        Assert.That(RemedyMerge.Merge("language", null, ["en", "de"]).Conflict, Is.EqualTo("the policies want different values for language: 'en' and 'de'"));

    [TestCase("max_words", "5", "7", true)]
    [TestCase("max_words", "7", "5", false)]
    [TestCase("max_words", "many", "5", false)]
    [TestCase("redact_personal_data", "true", "true", true)]
    [TestCase("redact_personal_data", "false", "true", false)]
    [TestCase("redact_pattern", "(?:a)|(?:b)", "b", true)]
    [TestCase("redact_pattern", "(x|(?:b)|y)z", "b", false)]
    public void Something_is_in_force_when_it_demands_no_less(string parameter, string set, string wanted, bool expected) =>
        Assert.That(RemedyMerge.IsInForce(parameter, set, wanted), Is.EqualTo(expected));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
