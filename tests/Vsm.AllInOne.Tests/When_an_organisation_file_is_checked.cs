namespace Vsm.AllInOne.Tests;

public sealed class When_an_organisation_file_is_checked : AllInOneTest
{
    [Test]
    public async Task A_good_one_is_said_to_be_so_and_nothing_runs()
    {
        var (exitCode, process) = await RunAsync("run", Samples.Of("incident-review"), "--check");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(process.Out.Trim(), Does.EndWith(": ok, 3 systems, 2 policies, 3 tasks"));
            Assert.That(process.Output.Trim(), Is.EqualTo(process.Out.Trim()), "nothing else was written");
        }
    }

    [TestCase("--check")]
    [TestCase("--output", "json")]
    public async Task A_bad_one_starts_nothing_and_says_line_and_remedy(params string[] arguments)
    {
        var file = Folder.Write("org.yaml", """
            name: bad
            purpose: None.
            systems:
              - name: one
                stepps:
                  - function: aggregate
              - name: two
                steps:
                  - function: agregate
            """);
        var (exitCode, process) = await RunAsync(["run", file, .. arguments]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exitCode, Is.EqualTo(2));
            Assert.That(process.Out, Is.Empty);
            Assert.That(process.Output, Does.Contain("org.yaml:5").And.Contain("stepps").And.Contain("steps"));
            Assert.That(process.Output, Does.Contain("org.yaml:9").And.Contain("agregate").And.Contain("aggregate"));
            Assert.That(process.Output, Does.Contain("nothing was started").And.Not.Contain("Started"));
        }
    }
}
