using System.Globalization;
using System.Text.RegularExpressions;
using Vsm.S1.Operations.Functions;
using Vsm.Unit.Tests.Operations.Functions;

namespace Vsm.Unit.Tests.Operations.Samples;

public sealed partial class When_the_incident_is_reviewed
{
    private readonly Sample _sample = new("incident-review");

    [Test]
    public async Task Errors_per_hour_are_those_in_the_log()
    {
        var output = await _sample.Run(_sample.Agent("error-counter"), task: 0).ExecuteAsync(default);

        var expected = Log().Where(x => x.Status >= 500).GroupBy(x => x.Hour).OrderBy(x => x.Key, StringComparer.Ordinal)
            .Select(x => $"2026-03-14T{x.Key}:00,{x.Count()}");
        Assert.Multiple(() =>
        {
            Assert.That(Rows(output).Select(x => string.Join(',', x[..2])), Is.EqualTo(expected));
            Assert.That(Rows(output), Has.Length.GreaterThan(5));
            Assert.That(Leaks(output), Is.Empty);
        });
    }

    [Test]
    public async Task Slowest_paths_are_those_in_the_log()
    {
        var output = await _sample.Run(_sample.Agent("path-ranker"), task: 1).ExecuteAsync(default);

        var expected = Log().GroupBy(x => x.Path).Select(x => (x.Key, Average: Math.Round(x.Average(y => (decimal)y.Ms), 6), Count: x.Count()))
            .OrderByDescending(x => x.Average).Take(5);
        Assert.Multiple(() =>
        {
            Assert.That(Rows(output).Select(x => (x[0], decimal.Parse(x[1], CultureInfo.InvariantCulture), int.Parse(x[2], CultureInfo.InvariantCulture))), Is.EqualTo(expected));
            Assert.That(Leaks(output), Is.Empty);
        });
    }

    [Test]
    public async Task The_summary_leaks_addresses_until_it_is_corrected()
    {
        var agent = _sample.Agent("summariser");

        var before = await _sample.Run(agent, task: 2).ExecuteAsync(default);
        var run = _sample.Run(agent.With(("redact_personal_data", "true"), ("max_sentences", "3")), task: 2);
        var after = await run.ExecuteAsync(default);

        Assert.Multiple(() =>
        {
            Assert.That(before.Split('\n'), Has.Length.EqualTo(5));
            Assert.That(Leaks(before), Has.Length.GreaterThanOrEqualTo(5));
            Assert.That(after.Split('\n'), Has.Length.EqualTo(3));
            Assert.That(Leaks(after), Is.Empty);
            Assert.That(after, Does.Contain("[ip]"));
            Assert.That(run.ToolCalls, Has.None.Property("Result").Matches<string>(x => Leaks(x).Length > 0));
        });
    }

    [Test]
    public void The_log_has_addresses_of_both_kinds() =>
        Assert.Multiple(() =>
        {
            Assert.That(_sample.ReadLines("access.log"), Has.Some.Contains("@example."));
            Assert.That(_sample.ReadLines("access.log"), Has.Some.StartsWith("192.0.2."));
            Assert.That(_sample.ReadLines("access.log"), Has.Length.InRange(2000, 5000));
        });

    private static string[] Leaks(string text) => [.. Leak().Matches(text).Select(x => x.Value)];

    private static string[][] Rows(string csv) => [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(x => x.Split(','))];

    /// <summary>Reads the log another way than the agents do.</summary>
    private IEnumerable<(string Hour, string Path, int Status, int Ms)> Log() => _sample.ReadLines("access.log").Select(x => x.Split(' ')).Select(x =>
        (x[3].Split(':')[1], x[6].Split('?')[0], int.Parse(x[8], CultureInfo.InvariantCulture), int.Parse(x[^1], CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"@example|(?:192\.0\.2|198\.51\.100|203\.0\.113)\.")]
    private static partial Regex Leak();
}
