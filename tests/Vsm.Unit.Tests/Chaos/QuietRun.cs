using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;

namespace Vsm.Unit.Tests.Chaos;

/// <summary>Evidence of a run in which nothing went wrong, to be forged by tests.</summary>
internal static class QuietRun
{
    public static readonly Guid First = new("00000000-0000-0000-0000-000000000001");
    public static readonly Guid Second = new("00000000-0000-0000-0000-000000000002");
    public static readonly Guid PoisonId = new("00000000-0000-0000-0000-00000000000f");

    public static Evidence Evidence { get; } = new()
    {
        HandedIn = [HandedIn(0, First, TaskKind.Sum, "42"), HandedIn(1, Second, TaskKind.Effect, "done")],
        Answers = [Answer(First, "42"), Answer(Second, "done")],
        Tasks = [new StoredTask(First, "Approved", 3, 1), new StoredTask(Second, "Approved", 3, 1)],
        Rulings = [new StoredRuling(First, 1, 1, "NotViolated"), new StoredRuling(Second, 1, 1, "NotViolated")],
        Steps = [.. Steps(First), .. Steps(Second)],
        Journals = [new JournalEnd("chaos", 10, 10, Intact: true)],
        Effects = [new Effect(Second, 1)],
        Poison = [new Poison(PoisonId, "vsm.s3.tasks")],
        Dead = [new Dead("vsm.s3.tasks_error", PoisonId, "unreadable")],
        Left = new Dictionary<string, long> { ["s3_control.journal"] = 0 },
        Faults = [new FaultRecord(FaultKind.KillBroker, "kill -9 of RabbitMQ", TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(0.5))],
    };

    public static HandedIn HandedIn(int index, Guid id, TaskKind kind, string answer) =>
        new(new PlannedTask(index, kind, Way.Bus, "content", answer), id, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1));

    public static Answer Answer(Guid task, string output, string result = "Approved", Guid? message = null) =>
        new(task, message ?? task, result, output, TimeSpan.FromSeconds(2));

    public static IEnumerable<JournalStep> Steps(Guid task) =>
        [new JournalStep(task, 1, "task.executing"), new JournalStep(task, 2, "task.evaluating"), new JournalStep(task, 3, "task.approved")];
}
