using Vsm.Ai;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Execution;

/// <summary>Has an attempt done within its limits, and makes what is to be answered of it.</summary>
internal sealed partial class AttemptRunner(ContentStore content, OperationsMetrics metrics, TimeProvider clock, ILogger<AttemptRunner> logger)
{
    /// <summary>Opens what a task refers to.</summary>
    public OpenContent Open => (x, cancel) => new ValueTask<Stream>(content.OpenReadAsync(x.Uri, x.Length, x.Sha256, cancel));

    /// <param name="frame">What it is done for, under, and within.</param>
    /// <param name="run">The attempt.</param>
    /// <param name="answer">Stores the answer and tells it.</param>
    /// <param name="abandoned">Nobody waits for it any more; nothing is answered.</param>
    /// <param name="stop">It ends here, and somebody else goes on with it.</param>
    public async Task RunAsync(AttemptFrame frame, IAttempt run, Func<AttemptAnswer, Task> answer, CancellationToken abandoned, CancellationToken stop)
    {
        var (task, configuration, start) = (frame.Task, frame.Configuration, clock.GetTimestamp());
        using var timeout = new CancellationTokenSource(frame.Limit.Left, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandoned, stop);
        var outcome = AttemptOutcome.Failed;
        frame.Agent.Started();
        try
        {
            EnsureAffordable(frame, run);
            await using var spool = new OutputSpool(content);
            var result = ResultLimits.Check(ResultOf(await spool.RunAsync(run, x => ResultLimits.Fits(ResultOf(x)), ending.Token)));
            CrashPoint.Reached("work-done");
            await answer(new AttemptAnswer { Result = result });
            outcome = AttemptOutcome.Succeeded;
        }
        catch (EscalationException escalation)
        {
            outcome = AttemptOutcome.Escalated;
            await answer(new AttemptAnswer { Gap = AttemptMessages.GapOf(task, configuration, escalation, run.ToolCalls, run.Usage) });
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            outcome = AttemptOutcome.Abandoned;
            LogAbandoned(task.TaskId, task.Attempt);
        }
        catch (OperationCanceledException) when (!timeout.IsCancellationRequested)
        {
            outcome = AttemptOutcome.HandedOver;
            throw;
        }
        catch (Exception exception) when (Classify(exception, frame.IsTriedAgain) is { } error)
        {
            var reason = error == ExecutionError.TimedOut ? $"{configuration.Name} was not done after {frame.Limit.Said:c}{frame.Limit.Note}." : exception.Message;
            var failure = AttemptMessages.FailureOf(
                task, configuration, error, reason, run.ToolCalls, NotBegun(exception) ? new Usage() : run.Usage, Time(), (exception as ModelException)?.Needed);
            await answer(new AttemptAnswer { Failure = failure });
        }
        finally
        {
            var time = clock.GetElapsedTime(start);
            // What was consumed is counted where it ends.
            frame.Agent.Ended(outcome, time, outcome == AttemptOutcome.HandedOver ? new Usage() : run.Usage, clock.GetUtcNow());
            metrics.Executed(configuration, task.TaskType, time, outcome);
        }

        TimeSpan Time() => frame.WorkedBefore + clock.GetElapsedTime(start);

        TaskResultMessage ResultOf(AttemptOutput output) =>
            AttemptMessages.ResultOf(task, configuration, output, run.ToolCalls, run.Usage, frame.StartedAt, Time());
    }

    /// <summary>Work of a fixed price may have become dearer since it was given out. That of models is paid call by call.</summary>
    private static void EnsureAffordable(AttemptFrame frame, IAttempt run)
    {
        if (run is not Models.ModelAttempt && run.Usage.Cost > frame.Task.Allowance)
        {
            throw new ModelException(
                ModelError.OverBudget,
                FormattableString.Invariant($"A task costs {run.Usage.Cost} USD with {frame.Configuration.Name}, and this attempt may cost {frame.Task.Allowance} USD."))
            { Needed = run.Usage.Cost, NotSent = true };
        }
    }

    private static bool NotBegun(Exception exception) => exception is ModelException { Error: ModelError.OverBudget, NotSent: true };

    /// <returns>What Control is told; null: it is unexpected.</returns>
    private static ExecutionError? Classify(Exception exception, bool triedAgain) => exception switch
    {
        OperationCanceledException => ExecutionError.TimedOut,
        FunctionException or ContentUnavailableException => ExecutionError.BadInput,
        ModelException { Error: ModelError.OverBudget } => ExecutionError.OverBudget,
        ModelException model => model.NeedsPerson ? ExecutionError.NotSetUp : model.Error == ModelError.BadRequest ? ExecutionError.BadInput : ExecutionError.Transient,
        ContentStoreUnavailableException when triedAgain => null,
        IOException => ExecutionError.Transient,
        _ => null,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, was abandoned")]
    private partial void LogAbandoned(Guid taskId, int attempt);
}
