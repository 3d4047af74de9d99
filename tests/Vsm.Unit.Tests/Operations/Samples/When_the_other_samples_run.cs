using System.Globalization;
using System.Text.Json;
using Vsm.S1.Operations.Functions;

namespace Vsm.Unit.Tests.Operations.Samples;

public sealed class When_the_other_samples_run
{
    [Test]
    public async Task Sales_are_totalled_per_region_and_month()
    {
        var sample = new Sample("sales-report");

        var output = await sample.Run(sample.Agent("accountant"), task: 0).ExecuteAsync(default);

        var orders = sample.ReadLines("orders.csv").Skip(1).Select(x => x.Split(','))
            .Select(x => (Region: x[2], Month: x[1][..7], Amount: decimal.Parse(x[^1], CultureInfo.InvariantCulture))).ToList();
        var expected = orders.GroupBy(x => (x.Region, x.Month)).OrderBy(x => x.Key.Region, StringComparer.Ordinal).ThenBy(x => x.Key.Month, StringComparer.Ordinal)
            .Select(x => (x.Key.Region, x.Key.Month, x.Count(), x.Sum(y => y.Amount)));
        using var report = JsonDocument.Parse(output);
        var found = report.RootElement.EnumerateArray().Select(x => (
            x.GetProperty("region").GetString(), x.GetProperty("month").GetString(), x.GetProperty("orders").GetInt32(), x.GetProperty("amount").GetDecimal())).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(orders, Has.Count.EqualTo(3000));
            Assert.That(found, Is.EqualTo(expected));
            Assert.That(found, Has.Count.EqualTo(48));
        });
    }

    [Test]
    public void The_large_report_has_the_same_agent()
    {
        var (small, large) = (new Sample("sales-report").Agent("accountant"), new Sample("sales-report", "org-large.yaml").Agent("accountant"));

        Assert.That(large.Steps.Single().Parameters, Is.EqualTo(small.Steps.Single().Parameters));
    }

    [Test]
    public async Task The_template_ranks_what_is_in_stock()
    {
        var sample = new Sample("capability-gap");

        var output = await sample.Run(sample.Agent("ranker", "templates"), task: 0).ExecuteAsync(default);

        var best = sample.ReadLines("stock.csv").Skip(1).OrderByDescending(x => decimal.Parse(x.Split(',')[^1], CultureInfo.InvariantCulture)).Take(3);
        Assert.That(output.Split('\n')[2..5], Is.EqualTo(best.Select(x => $"| {x.Replace(",", " | ")} |")));
    }

    [Test]
    public async Task The_letter_is_summed_up_in_two_of_its_sentences()
    {
        var sample = new Sample("needs-a-person");

        var output = await sample.Run(sample.Agent("correspondent"), task: 0).ExecuteAsync(default);

        var letter = string.Join(' ', sample.ReadLines("complaint.txt"));
        Assert.That(output.Split('\n'), Has.Length.EqualTo(2).And.All.Matches<string>(letter.Contains));
    }
}
