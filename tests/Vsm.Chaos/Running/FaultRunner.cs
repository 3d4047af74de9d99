using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Running;

/// <summary>Does to the system what the plan says, and writes down when it was over.</summary>
internal sealed class FaultRunner(Team team, Ledger ledger, Feeder feeder, TextWriter progress)
{
    private readonly SemaphoreSlim _broker = new(1);
    private readonly SemaphoreSlim _database = new(1);
    private int _probes;

    public async Task RunAsync(IReadOnlyList<Fault> plan, CancellationToken cancel)
    {
        var begin = ledger.Now;
        var running = new List<Task>();
        foreach (var fault in plan)
        {
            await Pause.ForAsync(begin + fault.At - ledger.Now, cancel);
            running.Add(DoAsync(fault, cancel));
        }

        await Task.WhenAll(running);
    }

    public async Task DoAsync(Fault fault, CancellationToken cancel)
    {
        var at = ledger.Now;
        var what = await ActAsync(fault, cancel);
        ledger.Fail(new FaultRecord(fault.Kind, what, at, ledger.Now));
        await progress.WriteLineAsync($"{at.TotalSeconds,7:0.0} s  {what}, over after {(ledger.Now - at).TotalSeconds:0.0} s");
        // Handed in now, it is done when everything works again, even where the plan has no more tasks.
        await feeder.HandInAsync(TaskPlan.Probe(Interlocked.Increment(ref _probes)), cancel);
    }

    private async Task<string> ActAsync(Fault fault, CancellationToken cancel)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillService:
                var service = team.All[fault.Choice % team.All.Count];
                await service.KillAsync(cancel);
                await service.ReadyAsync(cancel);
                return $"kill -9 of {service.Name}";
            case FaultKind.KillBroker:
                await AloneAsync(_broker, async () =>
                {
                    await team.Broker.KillAsync();
                    await team.Broker.RestartAsync(cancel);
                }, cancel);
                return "kill -9 of RabbitMQ";
            case FaultKind.RestartBroker:
                await AloneAsync(_broker, () => team.Broker.RestartAsync(cancel), cancel);
                return "restart of RabbitMQ";
            case FaultKind.KillDatabase:
                await AloneAsync(_database, async () =>
                {
                    await team.Database.KillAsync();
                    await team.Database.RestartAsync(cancel);
                }, cancel);
                return "kill -9 of PostgreSQL";
            case FaultKind.RestartDatabase:
                await AloneAsync(_database, () => team.Database.RestartAsync(cancel), cancel);
                return "restart of PostgreSQL";
            case FaultKind.CutNetwork:
                team.BrokerWire.Cut();
                team.DatabaseWire.Cut();
                await Pause.ForAsync(FaultPlan.Cut, cancel);
                team.BrokerWire.Mend();
                team.DatabaseWire.Mend();
                return "network cut";
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such fault.");
        }
    }

    // Two faults of one server come after each other.
    private static async Task AloneAsync(SemaphoreSlim turn, Func<Task> act, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            await act();
        }
        finally
        {
            turn.Release();
        }
    }
}
