using System.Text.Json;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

public sealed class When_a_task_needs_a_person : ServicesTest
{
    private const string Vsm = "people";

    [Test]
    public async Task Approving_it_ends_it_and_can_be_done_once()
    {
        var (ran, _, output) = await RunAsync("needs-a-person", Vsm);
        Assert.That(ran, Is.EqualTo(1), output);

        var letter = Path.Combine(TheServices.Subfolder(Vsm), "complaint.txt");
        var submitted = await Cluster.VsmAsync(
            "task", "submit", "Sum it up once more.", "--require", "letters", "--data", letter, "--vsm", Vsm, "--output", "json");
        Assert.That(submitted.ExitCode, Is.Zero, submitted.Output);
        var id = JsonElement.Parse(submitted.Out).GetProperty("id").GetGuid();
        var waiting = await Cluster.TaskInAsync("AwaitingPerson", id, Vsm);
        Assert.That(waiting.Wait!.Explanation, Does.Contain("friendly-and-fair"));

        var approved = await ApproveAsync(id);
        Assert.That(approved.ExitCode, Is.Zero, approved.Output);
        var again = await ApproveAsync(id);
        var task = await Cluster.TaskInAsync("Approved", id, Vsm);
        var late = await ApproveAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.ExitCode, Is.EqualTo(4), again.Output);
            Assert.That(late.ExitCode, Is.EqualTo(4), late.Output);
            Assert.That(late.Output, Does.Contain("does not wait for a person; its state is Approved"));
            Assert.That(task.Output, Is.Not.Empty);
            Assert.That(task.Attempts, Is.EqualTo(1));
        }

        var journal = await Eventually.ReadAsync(
            "the decision in the journal", async () => (await Cluster.GetAsync<Page<JournalEntryView>>($"tasks/{id}/journal?vsm={Vsm}&limit=200")).Items,
            x => x.Any(y => y.Kind == JournalKinds.Decision));
        var decision = journal.Single(x => x.Kind == JournalKinds.Decision);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(decision.Actor, Is.EqualTo("Ada Lovelace"));
            Assert.That(decision.Data!.Value.GetProperty("reason").GetString(), Is.EqualTo("read it, and it is fair"));
            Assert.That(journal.Count(x => x.Kind == "task.approved"), Is.EqualTo(1));
            Assert.That((await Cluster.GetAsync<AuditView>($"audit?vsm={Vsm}")).Intact);
        }
    }

    [Test]
    public async Task A_task_that_nobody_knows_cannot_be_approved() =>
        Assert.That((await ApproveAsync(Guid.NewGuid())).ExitCode, Is.EqualTo(3));

    private static Task<(int ExitCode, string Out, string Output)> ApproveAsync(Guid id) =>
        Cluster.VsmAsync("approve", id.ToString(), "--by", "Ada Lovelace", "--reason", "read it, and it is fair", "--vsm", Vsm);
}
