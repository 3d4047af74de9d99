using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Scheduling;

public sealed class When_a_saga_waits
{
    [Test]
    public async Task Its_timer_comes_and_is_known_by_its_token()
    {
        await using var bench = await StartAsync();
        var id = NewId.NextGuid();
        await bench.Bus.Publish(new SwitchOn { KettleId = id, Milliseconds = 300 });

        // MassTransit takes the token away after the event's own activities, so both are waited for.
        var kettle = await UntilAsync(bench, id, x => x is { Boiled: 1, BoilToken: null });
        Assert.That(kettle.CurrentState, Is.EqualTo("Hot"));
    }

    [Test]
    public async Task What_it_called_off_does_not_come()
    {
        await using var bench = await StartAsync();
        var (off, other) = (NewId.NextGuid(), NewId.NextGuid());
        await bench.Bus.Publish(new SwitchOn { KettleId = off, Milliseconds = 8000 });
        await UntilAsync(bench, off, x => x.BoilToken is not null);
        await bench.Bus.Publish(new SwitchOff { KettleId = off });
        await UntilAsync(bench, off, x => x.BoilToken is null);
        await bench.Bus.Publish(new SwitchOn { KettleId = other, Milliseconds = 8500 });

        await UntilAsync(bench, other, x => x.Boiled == 1);
        Assert.That((await UntilAsync(bench, off, _ => true)).Boiled, Is.Zero);
    }

    [Test]
    public async Task Of_two_timers_the_later_set_counts()
    {
        await using var bench = await StartAsync();
        var id = NewId.NextGuid();
        await bench.Bus.Publish(new SwitchOn { KettleId = id, Milliseconds = 8000 });
        var first = (await UntilAsync(bench, id, x => x.BoilToken is not null)).BoilToken;
        await bench.Bus.Publish(new SwitchOn { KettleId = id, Milliseconds = 9000 });
        var second = (await UntilAsync(bench, id, x => x.BoilToken is not null && x.BoilToken != first)).BoilToken;

        // As the first one comes when its cancel was too late.
        await bench.Bus.Publish(new Boiled { KettleId = id }, x => x.Headers.Set(MessageHeaders.SchedulingTokenId, first!.Value.ToString()));
        await Eventually.ReadAsync("the old timer consumed", () => Task.FromResult(bench.Services.GetRequiredService<ITestHarness>().Consumed.CountSoFar<Boiled>()), x => x >= 1);
        var before = await UntilAsync(bench, id, _ => true);
        Assert.That((before.Boiled, before.BoilToken), Is.EqualTo((0, second)), "it is none of its timers any more");

        await UntilAsync(bench, id, x => x.Boiled == 1);
    }

    [Test]
    public async Task A_request_is_answered_or_times_out()
    {
        await using var bench = await StartAsync();
        var (served, forgotten) = (NewId.NextGuid(), NewId.NextGuid());
        foreach (var id in (Guid[])[served, forgotten])
        {
            await bench.Bus.Publish(new SwitchOn { KettleId = id, Milliseconds = 60_000 });
            await UntilAsync(bench, id, x => x.CurrentState == "Hot");
            await bench.Bus.Publish(new AskForCup { KettleId = id, Served = id == served });
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await UntilAsync(bench, served, x => x.Cup.Length > 0)).Cup, Is.EqualTo("blue"));
            Assert.That((await UntilAsync(bench, forgotten, x => x.Cup.Length > 0)).Cup, Is.EqualTo("none"));
        }
    }

    private static Task<SchedulerBench> StartAsync() => SchedulerBench.StartAsync(bus =>
    {
        bus.AddSagaStateMachine<KettleStateMachine, Kettle>().InMemoryRepository().Endpoint(x => x.Name = "vsm.tests.kettles");
        bus.AddHandler<BringCup>(async x =>
        {
            if (x.Message.Served)
            {
                await x.RespondAsync(new CupBrought { Colour = "blue" });
            }
        }).Endpoint(x => x.Name = "vsm.tests.cupboard");
    });

    private static Task<Kettle> UntilAsync(SchedulerBench bench, Guid id, Func<Kettle, bool> fits)
    {
        var repository = bench.Services.GetRequiredService<ILoadSagaRepository<Kettle>>();
        return Eventually.ReadAsync("a kettle", () => repository.Load(id)!, x => x is not null && fits(x), TimeSpan.FromSeconds(60));
    }
}
