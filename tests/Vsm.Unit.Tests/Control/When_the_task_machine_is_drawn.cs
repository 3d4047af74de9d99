using System.Text;
using Vsm.Contracts.Dashboard;
using Vsm.S3.Control.Tasks;

namespace Vsm.Unit.Tests.Control;

public sealed class When_the_task_machine_is_drawn
{
    private static readonly MachineDescription Machine = TaskMachineDescription.Describe(new TaskStateMachine(TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new TaskOptions())));

    private static IEnumerable<string> Waiting => Machine.States.Where(x => !x.Final && x.Name != "Initial").Select(x => x.Name);

    [Test]
    public async Task It_is_the_machine_that_was_approved()
    {
        var approved = Path.Combine(TestContext.CurrentContext.TestDirectory, "Control", "task-machine.txt");
        var drawn = Draw();
        if (!File.Exists(approved) || await File.ReadAllTextAsync(approved) != drawn)
        {
            var received = Path.Combine(TestContext.CurrentContext.WorkDirectory, "task-machine.received.txt");
            await File.WriteAllTextAsync(received, drawn);
            Assert.Fail($"The machine differs from task-machine.txt. If that is meant, copy {received} over it.");
        }
    }

    [Test]
    public void It_has_the_states_of_the_tasks_way()
    {
        Assert.That(Machine.States.Where(x => x.Final).Select(x => x.Name), Is.EquivalentTo(["Approved", "Rejected", "Cancelled", "Failed", "Expired"]));
        Assert.That(Waiting, Is.EquivalentTo(
            ["Delegating", "Executing", "Evaluating", "Correcting", "Clarifying", "ClosingGap", "AwaitingBudget", "AwaitingPerson"]));
    }

    [Test]
    public void Every_state_can_be_reached_and_every_state_can_end()
    {
        foreach (var state in Machine.States.Select(x => x.Name))
        {
            Assert.That(Reached("Initial"), Does.Contain(state));
        }

        foreach (var state in Waiting)
        {
            Assert.That(Reached(state), Does.Contain("Approved"), state);
        }
    }

    [Test]
    public void Nothing_leads_out_of_a_final_state() =>
        Assert.That(Machine.Transitions.Where(x => Machine.States.Any(y => y.Final && y.Name == x.From)), Is.Empty);

    [TestCaseSource(nameof(Waiting))]
    public void Every_other_state_can_be_left_by_time_and_by_cancelling(string state)
    {
        Assert.That(Machine.Transitions, Does.Contain(new MachineTransition { From = state, Event = "CancelRequested", To = "Cancelled" }));
        Assert.That(Machine.Transitions, Does.Contain(new MachineTransition { From = state, Event = "DeadlineChecked", To = "Expired" }));
    }

    [Test]
    public void Approval_comes_of_a_ruling_or_a_person_and_nothing_else() => Assert.That(
        Machine.Transitions.Where(x => x.To == "Approved").Select(x => (x.From, x.Event)),
        Is.EquivalentTo([("Executing", "ResultApproved"), ("Evaluating", "ResultApproved"), ("Clarifying", "ResultApproved"), ("AwaitingPerson", "Decided")]));

    [Test]
    public void The_same_machine_is_the_same_journal_entry()
    {
        var again = TaskMachineDescription.Describe(new TaskStateMachine(TimeProvider.System, Microsoft.Extensions.Options.Options.Create(new TaskOptions())));

        Assert.That(TaskMachineDescription.Entry(again, Given.Now.AddDays(1)).Key, Is.EqualTo(TaskMachineDescription.Entry(Machine, Given.Now).Key));
        Assert.That(TaskMachineDescription.Entry(Machine with { States = [] }, Given.Now).Key, Is.Not.EqualTo(TaskMachineDescription.Entry(Machine, Given.Now).Key));
    }

    private static HashSet<string> Reached(string from)
    {
        HashSet<string> reached = [from];
        while (Machine.Transitions.FirstOrDefault(x => reached.Contains(x.From) && !reached.Contains(x.To)) is { } next)
        {
            reached.Add(next.To);
        }

        return reached;
    }

    // Mermaid, so that the file can be looked at as a picture.
    private static string Draw()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        foreach (var way in Machine.Transitions.GroupBy(x => (x.From, x.To)).OrderBy(x => x.Key.From == "Initial" ? 0 : 1)
            .ThenBy(x => x.Key.From, StringComparer.Ordinal).ThenBy(x => x.Key.To, StringComparer.Ordinal))
        {
            text.Append($"    {(way.Key.From == "Initial" ? "[*]" : way.Key.From)} --> {way.Key.To}: {string.Join(", ", way.Select(x => x.Event))}\n");
        }

        foreach (var state in Machine.States.Where(x => x.Final))
        {
            text.Append($"    {state.Name} --> [*]\n");
        }

        return text.ToString();
    }
}
