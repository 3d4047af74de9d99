using System.Threading.Channels;
using Vsm.Cli.Client;
using Vsm.Cli.Organisation;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Applies an organisation, hands in its tasks and follows them to their ends.</summary>
internal sealed class OrganisationRun(VsmClient client, LoadedOrganisation organisation, CliEnvironment environment, bool waitForPeople) : IAsyncDisposable
{
    private static readonly TimeSpan ApplyPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StreamPatience = TimeSpan.FromSeconds(1);

    private readonly TaskFollower _follower = new(client, environment.Clock, waitForPeople);
    private readonly Guid?[] _ids = new Guid?[organisation.Tasks.Count];

    /// <summary>Tasks handed in, in the file's order.</summary>
    public IReadOnlyList<Guid> Submitted => [.. _ids.OfType<Guid>()];

    /// <summary>Until every task is settled. On a server of its own the journal is read from its start, so that no line is missing.</summary>
    public async Task Follow(bool ownServer, CancellationToken cancellation)
    {
        var connected = _follower.Start(null, ownServer ? 0 : null);
        await Apply(cancellation);
        if (!ownServer)
        {
            await Task.WhenAny(connected, Task.Delay(StreamPatience, environment.Clock, cancellation));
        }

        await ProgressDisplay.Run(environment, organisation.Request.Name, async view =>
        {
            // Hand-ins under way need the loop to go on, so it stops only after them.
            using var stop = new CancellationTokenSource();
            var following = _follower.Settle(view, stop.Token);
            try
            {
                await Submit(cancellation);
                await following.WaitAsync(cancellation);
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAny(following);
            }
        });
    }

    /// <summary>The tasks as they stand; where the server says that one goes on after all, it is followed further.</summary>
    public async Task<IReadOnlyList<TaskResult>> Results(CancellationToken cancellation)
    {
        while (true)
        {
            var results = await TaskResults.Read(client, Submitted, cancellation);
            foreach (var result in results)
            {
                _follower.Board.See(result.Task);
            }

            if (results.All(x => TaskStates.IsFinal(x.Task.State) || (!waitForPeople && x.Task.State == TaskStates.AwaitingPerson)))
            {
                return results;
            }

            await Settle(cancellation);
        }
    }

    /// <summary>The tasks as they stand, settled or not.</summary>
    public async Task<IReadOnlyList<TaskResult>> ResultsNow()
    {
        using var patience = new CancellationTokenSource(CancelPatience, environment.Clock);
        return await Soon(() => TaskResults.Read(client, Submitted, patience.Token), patience.Token);
    }

    /// <summary>Asks the person at the terminal about each task that waits; true when at least one was answered.</summary>
    public async Task<bool> Answer(IReadOnlyList<TaskResult> results, CancellationToken cancellation)
    {
        var answered = false;
        foreach (var task in results.Select(x => x.Task).Where(x => x.State == TaskStates.AwaitingPerson))
        {
            if (await environment.Prompt.Ask(task, environment.UserName, cancellation) is not { } decision)
            {
                continue;
            }

            try
            {
                await client.Decide(task.Id.ToString(), decision, cancellation);
                _follower.Board.Answered(task);
                answered = true;
            }
            catch (CliException exception) when (exception.ExitCode == ExitCodes.Refused)
            {
                await environment.Error.WriteLineAsync($"#{task.Number}: {exception.Message}");
            }
        }

        return answered;
    }

    public Task Settle(CancellationToken cancellation) =>
        ProgressDisplay.Run(environment, organisation.Request.Name, view => _follower.Settle(view, cancellation));

    /// <summary>Cancels what is not final and waits a little for it to end; returns what was asked to end.</summary>
    public async Task<int> CancelAll(string reason)
    {
        using var patience = new CancellationTokenSource(CancelPatience, environment.Clock);
        var running = await Soon(() => Cancel(reason, patience.Token), patience.Token);
        _follower.Board.WaitForPeople = true;
        try
        {
            await _follower.Complete(patience.Token);
            await Settle(patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            await environment.Error.WriteLineAsync("not every task ended in time; those left go on until the server has cancelled them");
        }

        return running;
    }

    public ValueTask DisposeAsync() => _follower.DisposeAsync();

    private async Task<int> Cancel(string reason, CancellationToken cancellation)
    {
        var results = await TaskResults.Read(client, Submitted, cancellation);
        var running = results.Where(x => !TaskStates.IsFinal(x.Task.State)).Select(x => x.Task.Id.ToString()).ToList();
        await Parallel.ForEachAsync(running, TaskResults.Bounded(cancellation), async (id, token) =>
        {
            try
            {
                await client.Cancel(id, new CancelRequest { By = environment.UserName, Reason = reason }, token);
            }
            catch (CliException exception) when (exception.ExitCode == ExitCodes.Refused)
            {
                // It ended by itself in the meantime.
            }
        });
        return running.Count;
    }

    private async Task<T> Soon<T>(Func<Task<T>> ask, CancellationToken patience)
    {
        try
        {
            return await ask();
        }
        catch (OperationCanceledException exception) when (patience.IsCancellationRequested)
        {
            throw new CliException(
                ExitCodes.Failed, $"the server at {client.Server} did not answer within {CancelPatience.TotalSeconds:0} s; see with vsm task list what still runs", exception);
        }
    }

    private async Task Apply(CancellationToken cancellation)
    {
        var request = await client.Apply(organisation.Request, cancellation);
        var start = environment.Clock.GetTimestamp();
        var wait = TimeSpan.FromMilliseconds(20);
        OrganisationView? view = null;
        while (environment.Clock.GetElapsedTime(start) < ApplyPatience)
        {
            view = await Organisation(cancellation);
            if (view?.RequestId == request && view.State == OrganisationState.Applied)
            {
                return;
            }

            if (view?.RequestId == request && view.State == OrganisationState.Refused)
            {
                throw new CliException(ExitCodes.Refused, $"the organisation was refused: {view.Reason ?? "no reason was given"}");
            }

            await Task.Delay(wait, environment.Clock, cancellation);
            wait = wait < TimeSpan.FromMilliseconds(500) ? wait * 2 : wait;
        }

        var pending = view is { Pending.Count: > 0 } ? $"; not active yet: {string.Join(", ", view.Pending)}" : "";
        throw new CliException(ExitCodes.Failed, $"the organisation was not applied within {ApplyPatience.TotalMinutes:0} minutes{pending}");
    }

    private async Task<OrganisationView?> Organisation(CancellationToken cancellation)
    {
        try
        {
            return await client.Organisation(cancellation);
        }
        catch (CliException exception) when (exception.ExitCode == ExitCodes.NotFound)
        {
            return null;
        }
    }

    // A request under way is not broken off, or a task could be accepted whose id nobody here knows.
    private async Task Submit(CancellationToken cancellation)
    {
        await Parallel.ForEachAsync(organisation.Tasks.Index(), TaskResults.Bounded(cancellation), async (task, _) =>
        {
            var request = task.Item.At(environment.Clock.GetUtcNow()) with { Requestor = environment.UserName };
            var accepted = await client.Submit(request, Guid.NewGuid().ToString(), cancellation, toItsEnd: true);
            _ids[task.Index] = accepted.Id;
            await _follower.Add(accepted.Id, CancellationToken.None);
        });
        await _follower.Complete(cancellation);
    }
}
