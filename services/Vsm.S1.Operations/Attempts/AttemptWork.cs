using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Persistence;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Execution;
using Vsm.S1.Operations.Record;

namespace Vsm.S1.Operations.Attempts;

/// <summary>Does one stored attempt, from where it was left, and tells what came of it. What is stored last is removed last, so that every step can be repeated.</summary>
internal sealed partial class AttemptWork(
    AgentHost host, AgentKinds kinds, AttemptRunner runner, AttemptStore store, RecordedCalls calls, CallAnswers answers, Effects effects, RunningWork running,
    IServiceScopeFactory scopes, IBus bus, Patience patience, IStoreProvider database, OperationsMetrics metrics, IOptions<AttemptOptions> options, TimeProvider clock,
    ILogger<AttemptWork> logger)
{
    /// <summary>One that ends so many processes has something to do with their ends.</summary>
    public const int MostTakeovers = 5;

    /// <param name="attempt">It is this process's.</param>
    /// <param name="handOver">No further call is begun: what is left is another's.</param>
    /// <param name="stop">The call in work is broken off, too.</param>
    public async Task DoAsync(StoredAttempt attempt, CancellationToken handOver, CancellationToken stop)
    {
        var task = attempt.Assignment;
        var abandoned = running.Begin(task.TaskId, task.Attempt);
        if (abandoned is null)
        {
            await store.RemoveAsync(task.TaskId, task.Attempt, stop);
            return;
        }

        await using var hold = new AttemptHold(attempt, store, database, options.Value.Lease, clock, logger);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop, hold.Lost);
        try
        {
            await WorkAsync(attempt, hold, abandoned.Token, handOver, ending.Token);
            await patience.RunAsync(() => store.RemoveAsync(task.TaskId, task.Attempt, ending.Token), ending.Token);
        }
        catch (OperationCanceledException) when (hold.Lost.IsCancellationRequested)
        {
            LogLost(task.TaskId, task.Attempt);
        }
        catch (OperationCanceledException)
        {
            LogHandedOver(task.TaskId, task.Attempt);
            await store.ReleaseAsync(attempt, hold.Worked, CancellationToken.None);
        }
        finally
        {
            running.End(task.TaskId, task.Attempt, abandoned);
        }
    }

    private async Task WorkAsync(StoredAttempt attempt, AttemptHold hold, CancellationToken abandoned, CancellationToken handOver, CancellationToken ending)
    {
        var (task, configuration) = (attempt.Assignment, attempt.Configuration);
        var earlier = attempt.Starts > 1 ? await patience.RunAsync(() => calls.FindAsync(task, ending), ending) : [];
        if (attempt.Starts > 1)
        {
            LogResumed(task.TaskId, task.Attempt, attempt.Starts, earlier.Count(x => x.Done));
        }

        if (attempt.Takeovers > MostTakeovers)
        {
            await AnswerAsync(attempt, await InterruptedAsync(attempt, CallCosts.Of(earlier), ending), [], ending);
            return;
        }

        if (attempt.Starts > 1 && await patience.RunAsync(() => FindAnswerAsync(attempt, ending), ending) is { } given)
        {
            await TellAsync(given, ending);
            return;
        }

        var kind = kinds.Of(configuration);
        if (attempt.Starts > 1 && kind is not IDurableKind)
        {
            await AnswerAsync(attempt, await InterruptedAsync(attempt, CallCosts.Unknown(task.Allowance ?? configuration.CostPerTask), ending), [], ending);
            return;
        }

        var frame = new AttemptFrame
        {
            Task = task,
            Agent = host.Learn(configuration),
            Configuration = configuration,
            Limit = AttemptLimit.Stored(task, configuration, TimeSpan.FromMilliseconds(attempt.WorkedMs), clock.GetUtcNow()),
            StartedAt = attempt.StartedAt ?? clock.GetUtcNow(),
            WorkedBefore = TimeSpan.FromMilliseconds(attempt.WorkedMs),
        };
        var record = new CallRecord(task, earlier, calls, answers, hold, metrics, clock, handOver);
        var run = kind is IDurableKind durable ? durable.Prepare(configuration, task, runner.Open, record) : kind.Prepare(configuration, task, runner.Open);
        try
        {
            await runner.RunAsync(frame, run, x => AnswerAsync(attempt, x, run.ToolCalls, ending), abandoned, ending);
        }
        catch (RecordLostException)
        {
            LogRecordLost(task.TaskId, task.Attempt);
            await AnswerAsync(attempt, await InterruptedAsync(attempt, run.Usage, ending), run.ToolCalls, ending);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFault(fault, task.TaskId, task.Attempt);
            var answer = kind is IDurableKind ? AttemptMessages.Faulted(task, configuration, run.ToolCalls, run.Usage) : await InterruptedAsync(attempt, run.Usage, ending);
            await AnswerAsync(attempt, answer, run.ToolCalls, ending);
        }
    }

    private async Task<AttemptAnswer> InterruptedAsync(StoredAttempt attempt, Usage usage, CancellationToken cancel) => AttemptMessages.Interrupted(
        attempt.Assignment, attempt.Configuration, await patience.RunAsync(() => effects.FindAsync(attempt.Assignment, cancel), cancel), usage);

    private async Task AnswerAsync(StoredAttempt attempt, AttemptAnswer answer, IReadOnlyList<ToolCall> made, CancellationToken cancel)
    {
        if (await patience.RunAsync(() => StoreAsync(attempt, answer, made, cancel), cancel) is { } first)
        {
            CrashPoint.Reached("answer-stored");
            await TellAsync(first, cancel);
        }
    }

    private async Task<AttemptAnswer?> StoreAsync(StoredAttempt attempt, AttemptAnswer answer, IReadOnlyList<ToolCall> made, CancellationToken cancel)
    {
        var task = attempt.Assignment;
        await using var scope = scopes.CreateAsyncScope();
        var receipts = scope.ServiceProvider.GetRequiredService<Receipts>();
        var claim = await receipts.FindAsync(task, cancel);
        if (claim?.Answer is { } first)
        {
            return first;
        }

        var db = scope.ServiceProvider.GetRequiredService<OperationsDbContext>();
        db.Journal.AddRange(made.Select(x => OperationsDbContext.Row(AttemptMessages.EntryOf(task, attempt.Configuration, x))));
        return claim is null ? await receipts.StoreAsync(task, attempt.AgentId, answer, cancel) : await receipts.SettleAsync(claim, task, answer, cancel);
    }

    private async Task<AttemptAnswer?> FindAnswerAsync(StoredAttempt attempt, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<Receipts>().FindAsync(attempt.Assignment, cancel))?.Answer;
    }

    // A broker that is away is waited for; the answer is stored, and whoever goes on after this process tells it again.
    private async Task TellAsync(AttemptAnswer answer, CancellationToken cancel)
    {
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause < TimeSpan.FromSeconds(5) ? 2 * pause : pause)
        {
            try
            {
                await Receipts.TellAsync(bus, answer, cancel);
                return;
            }
            catch (MessageRefusedException refused)
            {
                LogRefused(refused);
                return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotTold(failure, pause);
                await Task.Delay(pause, clock, cancel);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId}, attempt {Attempt}, is another process's now, or nobody wants it any more")]
    private partial void LogLost(Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, is left to another process")]
    private partial void LogHandedOver(Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, is gone on with as start {Start}: {Done} calls are on record")]
    private partial void LogResumed(Guid taskId, int attempt, int start, int done);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {TaskId}, attempt {Attempt}: what was recorded does not fit it any more, and something was changed; it is not gone on with")]
    private partial void LogRecordLost(Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Task {TaskId}, attempt {Attempt}, was ended by a fault")]
    private partial void LogFault(Exception exception, Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An answer could not be sent and is sent again after {Pause}")]
    private partial void LogNotTold(Exception exception, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "An answer cannot be sent")]
    private partial void LogRefused(Exception exception);
}
