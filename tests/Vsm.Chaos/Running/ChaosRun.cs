using Vsm.Chaos.Bus;
using Vsm.Chaos.Planning;
using Vsm.Chaos.Recording;
using Vsm.Chaos.Verdicts;

namespace Vsm.Chaos.Running;

/// <summary>Starts everything, has tasks flow while something is done to the system, waits until it is quiet, and judges.</summary>
internal sealed class ChaosRun(RunOptions options, TextWriter progress)
{
    public async Task<Verdict> RunAsync(Func<ChaosScene, CancellationToken, Task> act, CancellationToken cancel)
    {
        var ledger = new Ledger();
        var findings = new Findings(progress);
        await progress.WriteLineAsync($"starting RabbitMQ, PostgreSQL and {options.Replicas} processes of each service");
        await using var team = await Team.StartAsync(ledger, options, cancel);
        await using var sender = new ConfirmedSender(team.Broker.Uri);
        using var door = new HttpDoor([.. team.Of(Programme.Dashboard).Select(x => x.Address)]);
        var answers = new AnswerReader(team.Broker.Uri, ledger);
        await answers.DeclareAsync(cancel);
        await door.ApplyAsync(options.PersonLimit, cancel);
        await progress.WriteLineAsync($"{ledger.Now.TotalSeconds,7:0.0} s  everything runs; {options.Tasks} tasks in {options.Duration.TotalSeconds:0} s");

        using var disturbing = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var listeners = answers.RunAsync(listening.Token);
        var disturbers = Task.WhenAll(Disturbers(team, ledger, sender, disturbing.Token));
        var feeder = new Feeder(ledger, sender, door);
        var scene = new ChaosScene(team, ledger, new FaultRunner(team, ledger, feeder, progress), door, sender, findings, feeder);

        var acting = act(scene, cancel);
        var enough = options.UntilDone ? acting : new TaskCompletionSource().Task;
        var feeding = feeder.RunAsync(TaskPlan.Create(options.Seed, options.Tasks), options.Duration, enough, cancel);
        var poisoning = new PoisonSender(ledger, sender, options.Seed)
            .RunAsync((int)Math.Ceiling(options.Tasks * options.Disturbance.Malformed), options.Duration, enough, cancel);
        await Task.WhenAll(acting, feeding, poisoning);
        await disturbing.CancelAsync();
        await disturbers;

        await progress.WriteLineAsync($"{ledger.Now.TotalSeconds,7:0.0} s  all {ledger.Acknowledged} are handed in; waiting for {ledger.Open} answers");
        await team.ReadyAsync(TimeSpan.FromSeconds(120), cancel);
        await using var database = new DatabaseReader(team.ConnectionString);
        await QuietAsync(ledger, database, cancel);
        var evidence = await GatherAsync(team, ledger, database, door, cancel);
        await listening.CancelAsync();
        await listeners;
        var verdict = Checker.Judge(evidence);
        return verdict with { Zeros = [.. verdict.Zeros, .. findings.Zeros] };
    }

    private IEnumerable<Task> Disturbers(Team team, Ledger ledger, ConfirmedSender sender, CancellationToken cancel)
    {
        var what = options.Disturbance;
        if (what.Duplicated > 0)
        {
            yield return new Duplicator(team.Broker.Uri, ledger, sender, what.Duplicated, options.Seed).RunAsync(cancel);
        }

        if (what.Delayed <= 0)
        {
            yield break;
        }

        var rate = options.Tasks / options.Duration.TotalSeconds;
        foreach (var queue in ServiceQueues.Unordered)
        {
            // Three messages of a task come to Control, one to Audit and one to an agent; the first agent has most of the tasks.
            var messages = queue == ServiceQueues.Tasks ? 3 * rate : queue == ServiceQueues.Evaluation || queue == ServiceQueues.Agents[0] ? rate : rate / 6;
            yield return new Delayer(team.Broker.Uri, ledger, sender, queue, Delayer.AtOnce(what.Delayed, messages), options.Seed).RunAsync(cancel);
        }
    }

    // Quiet: everything is answered and passed on, or nothing has moved for as long as patience lasts.
    private async Task QuietAsync(Ledger ledger, DatabaseReader database, CancellationToken cancel)
    {
        var (last, since) = (-1L, ledger.Now);
        while (ledger.Now - since < options.Patience)
        {
            var left = (await database.LeftAsync(cancel)).Count;
            var unrecorded = await database.UnrecordedAsync(cancel);
            var open = ledger.Open;
            if (open == 0 && left == 0 && unrecorded == 0)
            {
                return;
            }

            var now = open + left + unrecorded;
            if (now != last)
            {
                (last, since) = (now, ledger.Now);
            }

            await Pause.ForAsync(1, cancel);
        }

        await progress.WriteLineAsync($"{ledger.Now.TotalSeconds,7:0.0} s  nothing has moved for {options.Patience.TotalSeconds:0} s; {ledger.Open} tasks have no answer");
    }

    private async Task<Evidence> GatherAsync(Team team, Ledger ledger, DatabaseReader database, HttpDoor door, CancellationToken cancel)
    {
        // Copies that are still on their way are part of it.
        await Pause.ForAsync(3, cancel);
        var journals = new List<JournalEnd>();
        foreach (var (vsm, last, entries) in await database.JournalsAsync(cancel))
        {
            journals.Add(new JournalEnd(vsm, last, entries, (await door.GetAsync($"audit?vsm={vsm}", cancel)).GetProperty("intact").GetBoolean()));
        }

        return ledger.Seen() with
        {
            Tasks = await database.TasksAsync(cancel),
            Rulings = await database.RulingsAsync(cancel),
            Steps = await database.StepsAsync(cancel),
            Journals = journals,
            Left = (await LeakedAsync(database, cancel)).CountBy(x => x.Table).ToDictionary(x => x.Key, x => (long)x.Value),
            Dead = [.. await DeadReader.ReadAsync(team.Broker.Uri, cancel), .. await database.FailedMessagesAsync(cancel)],
            Effects = EffectsFile.Read(team.EffectsFile),
        };
    }

    // Agents say how they are for as long as they run, so some row is always on its way; one that stays for so long is not.
    private async Task<ISet<(string Table, Guid Key)>> LeakedAsync(DatabaseReader database, CancellationToken cancel)
    {
        var leaked = await database.LeftAsync(cancel);
        for (var waited = 0; leaked.Count > 0 && waited < options.Patience.TotalSeconds; waited++)
        {
            await Pause.ForAsync(1, cancel);
            leaked.IntersectWith(await database.LeftAsync(cancel));
        }

        return leaked;
    }
}
