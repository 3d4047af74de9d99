using System.Security.Cryptography;
using System.Text;
using Vsm.Chaos.Bus;
using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;

namespace Vsm.Chaos.Running;

/// <summary>Hands in the tasks of the plan at an even rate, each until it is acknowledged.</summary>
internal sealed class Feeder(Ledger ledger, ConfirmedSender sender, HttpDoor door)
{
    private const int MostOpen = 600;
    private const int Repeated = 20; // one in so many is handed in a second time

    /// <summary>Ends when every task is acknowledged, or those that were begun when it was enough.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedTask> plan, TimeSpan duration, Task enough, CancellationToken cancel)
    {
        var begin = ledger.Now;
        var handingIn = new List<Task>();
        foreach (var task in plan)
        {
            await Pause.ForAsync(begin + (duration * ((double)task.Index / plan.Count)) - ledger.Now, cancel);
            if (enough.IsCompleted)
            {
                break;
            }

            while (ledger.Open > MostOpen)
            {
                await Pause.ForAsync(0.2, cancel);
            }

            handingIn.Add(HandInAsync(task, cancel));
            handingIn.RemoveAll(x => x.IsCompletedSuccessfully);
        }

        await Task.WhenAll(handingIn);
    }

    /// <summary>Ends when the task is acknowledged, or was refused.</summary>
    public async Task HandInAsync(PlannedTask task, CancellationToken cancel)
    {
        var repeats = task.Index % Repeated == 0 ? 2 : 1;
        if (task.Way == Way.Bus)
        {
            var id = IdOf(task);
            ledger.Attempt(task, id);
            for (var i = 0; i < repeats; i++)
            {
                await sender.SendAsync("vsm.s3.tasks", "", Envelope.Properties(Guid.NewGuid()), Envelope.Of(task, id), cancel);
            }

            ledger.Acknowledge(task, id);
            return;
        }

        ledger.Attempt(task, null);
        for (var i = 0; i < repeats; i++)
        {
            var (id, refusal) = await door.SubmitAsync(task, cancel);
            if (id is not { } accepted)
            {
                ledger.Disturb($"refused over HTTP: {refusal}");
                return;
            }

            ledger.Acknowledge(task, accepted);
        }
    }

    private static Guid IdOf(PlannedTask task) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"chaos/{task.Index}/{task.Content}")).AsSpan(0, 16));
}
