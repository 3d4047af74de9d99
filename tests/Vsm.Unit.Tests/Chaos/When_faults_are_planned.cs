using Vsm.Chaos.Planning;

namespace Vsm.Unit.Tests.Chaos;

public sealed class When_faults_are_planned
{
    [Test]
    public void The_same_seed_makes_the_same_plan()
    {
        var duration = FaultPlan.DurationOf(500, 20);
        var (faults, tasks) = (FaultPlan.Create(7, duration, 20), TaskPlan.Create(7, 100));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(FaultPlan.Create(7, duration, 20), Is.EqualTo(faults));
            Assert.That(FaultPlan.Create(8, duration, 20), Is.Not.EqualTo(faults));
            Assert.That(TaskPlan.Create(7, 100), Is.EqualTo(tasks));
            Assert.That(TaskPlan.Create(8, 100), Is.Not.EqualTo(tasks));
        }
    }

    [Test]
    public void As_many_come_as_were_asked_for([Values(0, 1, 7, 20, -3)] int seed, [Values(0, 1, 2, 3, 4, 5, 6, 20, 99)] int count)
    {
        var duration = FaultPlan.DurationOf(1, count);
        var plan = FaultPlan.Create(seed, duration, count);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan, Has.Count.EqualTo(count));
            Assert.That(plan.Select(x => x.At), Is.Ordered.And.All.InRange(TimeSpan.Zero, duration));
        }
    }

    [Test]
    public void Without_a_number_the_intervals_are_those_of_a_long_run([Range(1, 5)] int seed)
    {
        var plan = FaultPlan.Create(seed, TimeSpan.FromMinutes(10), null);
        var kills = plan.Where(x => x.Kind == FaultKind.KillService).Select(x => x.At.TotalSeconds).ToList();
        var servers = plan.Where(x => x.Kind is not (FaultKind.KillService or FaultKind.CutNetwork)).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kills.Zip(kills.Skip(1), (a, b) => b - a), Is.All.InRange(5, 15));
            Assert.That(servers.Zip(servers.Skip(1), (a, b) => (b.At - a.At).TotalSeconds), Is.All.InRange(60, 120));
            Assert.That(servers.Select(x => x.Kind).Distinct().Count(), Is.EqualTo(4));
            Assert.That(plan.Count(x => x.Kind == FaultKind.CutNetwork), Is.EqualTo(1));
        }
    }

    [Test]
    public void Most_tasks_are_approved_at_once_and_every_kind_is_there()
    {
        var tasks = TaskPlan.Create(1, 1000);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tasks.Select(x => x.Kind).Distinct(), Is.EquivalentTo(Enum.GetValues<TaskKind>()));
            Assert.That(tasks.Count(x => x.Kind == TaskKind.Sum), Is.InRange(500, 700));
            Assert.That(tasks.Select(x => x.Way).Distinct(), Is.EquivalentTo(Enum.GetValues<Way>()));
            Assert.That(tasks.Select(x => x.Content), Is.Unique);
        }
    }
}
