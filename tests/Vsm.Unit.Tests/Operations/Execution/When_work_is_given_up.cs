using Vsm.S1.Operations.Execution;

namespace Vsm.Unit.Tests.Operations.Execution;

public sealed class When_work_is_given_up
{
    private readonly RunningWork _work = new();
    private readonly Guid _task = Guid.NewGuid();

    [Test]
    public async Task What_runs_is_stopped_every_time_it_was_delivered()
    {
        var (first, second, other) = (_work.Begin(_task, 1)!, _work.Begin(_task, 1)!, _work.Begin(_task, 2)!);

        await _work.AbandonAsync(_task, 1);

        Assert.That((first.IsCancellationRequested, second.IsCancellationRequested, other.IsCancellationRequested), Is.EqualTo((true, true, false)));
    }

    [Test]
    public async Task What_was_not_begun_is_not()
    {
        await _work.AbandonAsync(_task, 1);

        Assert.That(_work.Begin(_task, 1), Is.Null);
        Assert.That(_work.Begin(_task, 2), Is.Not.Null);
        Assert.That(_work.Begin(Guid.NewGuid(), 1), Is.Not.Null);
    }

    [Test]
    public async Task What_has_ended_is_left_alone_and_the_same_delivered_again_is_not()
    {
        var (ended, running) = (_work.Begin(_task, 1)!, _work.Begin(_task, 1)!);
        _work.End(_task, 1, ended);

        await _work.AbandonAsync(_task, 1);

        Assert.That((ended.IsCancellationRequested, running.IsCancellationRequested), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task Only_the_latest_are_remembered()
    {
        await _work.AbandonAsync(_task, 1);
        var last = Guid.NewGuid();
        for (var i = 1; i < RunningWork.MostAbandoned; i++)
        {
            await _work.AbandonAsync(_task, 1); // the same again takes no room
            await _work.AbandonAsync(Guid.NewGuid(), 1);
        }

        Assert.That(_work.Begin(_task, 1), Is.Null);
        await _work.AbandonAsync(last, 1);
        Assert.That(_work.Begin(_task, 1), Is.Not.Null);
        Assert.That(_work.Begin(last, 1), Is.Null);
    }

    [Test]
    public async Task Work_that_ends_as_it_is_stopped_holds_up_nothing()
    {
        var source = _work.Begin(_task, 1)!;
        await using var registration = source.Token.Register(() => _work.End(_task, 1, source));

        await _work.AbandonAsync(_task, 1);

        Assert.That(_work.Begin(_task, 1), Is.Null);
    }
}
