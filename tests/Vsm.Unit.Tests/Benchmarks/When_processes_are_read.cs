using Vsm.Benchmarks.Measuring;

namespace Vsm.Unit.Tests.Benchmarks;

public sealed class When_processes_are_read
{
    [Test]
    public void Time_is_that_of_the_process_and_of_its_ended_children() =>
        Assert.That(ProcStat.Parse(Line(42, "beam.smp", 7, 100, 20, 3, 4)), Is.EqualTo(new ProcStat(42, "beam.smp", 7, 127)));

    [TestCase("a b")]
    [TestCase("x) S 1 (y")]
    public void A_name_may_hold_what_separates_fields(string name) => Assert.That(ProcStat.Parse(Line(42, name, 7, 1, 0, 0, 0)), Is.EqualTo(new ProcStat(42, name, 7, 1)));

    [TestCase("")]
    [TestCase("42 no parentheses")]
    [TestCase("42 (short) S 7 1")]
    public void What_is_no_such_line_is_an_error(string line) => Assert.That(() => ProcStat.Parse(line), Throws.InstanceOf<FormatException>());

    [Test]
    public void Memory_is_told_apart_by_whether_others_may_share_it() =>
        Assert.That(
            ProcStatus.Parse(["Name:\tpostgres", "VmRSS:\t  9 kB", "RssAnon:\t     4 kB", "RssFile:\t     3 kB", "RssShmem:\t     2 kB"]),
            Is.EqualTo(new ProcStatus(4 * 1024, 5 * 1024)));

    [Test]
    public void A_size_without_its_unit_is_an_error() => Assert.That(() => ProcStatus.Parse(["RssAnon: 4"]), Throws.InstanceOf<FormatException>());

    [Test]
    public void Descendants_are_found_however_deep()
    {
        ProcStat[] all = [new(1, "init", 0, 1), new(5, "b", 3, 1), new(3, "a", 2, 1), new(2, "root", 1, 1), new(9, "other", 1, 1)];

        Assert.That(ProcessTree.Descendants(2, all).Select(x => x.Id), Is.EqualTo([2, 3, 5]));
    }

    [Test]
    public void A_process_that_is_gone_is_an_error() =>
        Assert.That(() => ProcessTree.Descendants(2, []), Throws.InvalidOperationException.With.Message.EqualTo("Process 2 has ended."));

    [Test]
    public void This_process_uses_memory()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("There is no /proc.");
        }

        Assert.That(ProcessTree.Read(new Dictionary<string, int> { ["this"] = Environment.ProcessId })["this"].MemoryBytes, Is.GreaterThan(1024 * 1024));
    }

    private static string Line(int id, string name, int parent, long user, long system, long childUser, long childSystem) =>
        $"{id} ({name}) S {parent} {id} {id} 0 -1 4194304 100 0 0 0 {user} {system} {childUser} {childSystem} 20 0 1 0 5000 1000000 300";
}
