using System.Text.Json;

namespace Vsm.AllInOne.Tests;

public sealed class When_a_run_is_interrupted : AllInOneTest
{
    [Test]
    public async Task What_runs_is_cancelled_and_that_is_said()
    {
        Samples.WriteOrders(Folder.Path, 3_000_000);
        File.Copy(Samples.Of("sales-report", "totals.schema.json"), Folder.File("totals.schema.json"));
        var organisation = Folder.Write("org.yaml", (await File.ReadAllTextAsync(Samples.Of("sales-report"))).Replace("orders.csv", "orders-many.csv", StringComparison.Ordinal));

        var run = Start("run", organisation, "--output", "json");
        await run.LineAsync("accountant");
        await run.SignalAsync("INT");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await run.ExitAsync(), Is.EqualTo(1));
            Assert.That(run.Output, Does.Contain("interrupted: cancelling what still runs").And.Contain("cancelled 1 of 1 tasks"));
            var task = JsonElement.Parse(run.Out).GetProperty("tasks").EnumerateArray().Single();
            Assert.That(task.GetProperty("state").GetString(), Is.EqualTo("Cancelled"));
            Assert.That(task.GetProperty("reason").GetString(), Does.Contain("interrupted"));
        }
    }
}
