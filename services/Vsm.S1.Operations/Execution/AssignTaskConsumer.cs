using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Data;
using Vsm.S1.Operations.Functions;
using Vsm.S1.Operations.Tools;

namespace Vsm.S1.Operations.Execution;

/// <summary>1.1: does a task, or says why it cannot be done.</summary>
internal sealed partial class AssignTaskConsumer(
    AgentHost host, RunningWork running, Receipts receipts, Effects effects, AgentKinds kinds, ContentStore content, OperationsDbContext db,
    IRequestClient<FindAgentConfiguration> policy, OperationsMetrics metrics, IOptions<BusOptions> bus, TimeProvider clock,
    ILogger<AssignTaskConsumer> logger) : IConsumer<AssignTaskMessage>
{
    /// <summary>Together some 10 s, after which Control is told.</summary>
    private const int MostTries = 7;

    public async Task Consume(ConsumeContext<AssignTaskMessage> context)
    {
        var task = context.Message;
        var agent = await FindAgentAsync(context);
        var configuration = agent.Configuration; // what comes meanwhile is for later tasks
        if (Gap(task, configuration) is { } gap)
        {
            await context.PublishAs(MessageIds.Of(task.TaskId, $"{task.Attempt}/refused"), gap, context.CancellationToken);
            return;
        }

        if (!await IsMineAsync(context, configuration))
        {
            return;
        }

        var abandoned = running.Begin(task.TaskId, task.Attempt);
        if (abandoned is null)
        {
            LogAbandoned(task.TaskId, task.Attempt);
            return;
        }

        try
        {
            await WorkAsync(context, agent, configuration, abandoned.Token);
        }
        finally
        {
            running.End(task.TaskId, task.Attempt, abandoned);
        }
    }

    private async Task<RunningAgent> FindAgentAsync(ConsumeContext<AssignTaskMessage> context)
    {
        var task = context.Message;
        var agentId = task.AgentId ?? throw new MessageRefusedException(
            $"Task {task.TaskId} names no agent. Commands for System 1 come from Control; hand tasks in at vsm.s3.tasks or vsm.s3.intake.");
        if (host.Find(agentId) is { } known && known.Configuration.Version >= task.ConfigurationVersion)
        {
            return known;
        }

        // This replica's copy is older than what the task is to be done under.
        var answer = await policy.GetResponse<AgentConfigurationFound, AgentConfigurationNotFound>(
            new FindAgentConfiguration { AgentId = agentId }, context.CancellationToken);
        if (!answer.Is(out Response<AgentConfigurationFound>? found))
        {
            throw new MessageRefusedException($"Task {task.TaskId} is for agent {agentId}, which Policy does not know.");
        }

        var agent = host.Learn(found.Message.Configuration);
        return agent.Configuration.Version >= (task.ConfigurationVersion ?? 0) ? agent : throw new InvalidOperationException(
            $"Task {task.TaskId} is to be done under version {task.ConfigurationVersion} of {agent.Configuration.Name}, but Policy knows {agent.Configuration.Version}.");
    }

    /// <summary>
    /// Whether the attempt is still to be done. Work that changes nothing outside is done first and stored after; all other is claimed, so that it is
    /// begun once at most, whatever becomes of it.
    /// </summary>
    private async Task<bool> IsMineAsync(ConsumeContext<AssignTaskMessage> context, AgentConfiguration agent)
    {
        var task = context.Message;
        var again = context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0;
        var claims = !kinds.Of(agent).IsIdempotent(agent);
        var receipt = claims ? await receipts.ClaimAsync(task, agent.AgentId, context.CancellationToken)
            : again ? await receipts.FindAsync(task, context.CancellationToken)
            : null;
        if (receipt is null)
        {
            return true;
        }

        // Nobody answers a claim whose command was given back: who made it has ended, or has failed. A mere copy of the command leaves it to its owner.
        var answer = receipt.Answer ?? (again
            ? await receipts.SettleAsync(
                receipt, task, AttemptMessages.Interrupted(task, agent, await effects.FindAsync(task, context.CancellationToken)), context.CancellationToken)
            : null);
        if (answer is not null)
        {
            await Receipts.TellAsync(context, answer);
        }

        LogKnown(task.TaskId, task.Attempt);
        return false;
    }

    private CapabilityGapMessage? Gap(AssignTaskMessage task, AgentConfiguration agent)
    {
        var missing = task.RequiredCapabilities.Where(x => !agent.Capabilities.Any(y => string.Equals(x, y.Name, StringComparison.OrdinalIgnoreCase))).ToList();
        var reason = agent.IsRetired()
            ? $"{agent.Name} was retired."
            : missing.Count > 0
            ? $"{agent.Name} has no capability {string.Join(", ", missing)}."
            : host.Problem(agent) is { } problem ? AttemptMessages.Short($"{agent.Name} is not set up for work: {problem}") : null;
        return reason is null ? null : new CapabilityGapMessage
        {
            TaskId = task.TaskId,
            Vsm = task.Vsm,
            Attempt = task.Attempt,
            ReportedBy = GapReporter.System1,
            AgentId = agent.AgentId,
            Reason = reason,
            Content = task.Content,
            RequiredCapabilities = task.RequiredCapabilities,
            MissingCapabilities = missing,
        };
    }

    private async Task WorkAsync(
        ConsumeContext<AssignTaskMessage> context, RunningAgent agent, AgentConfiguration configuration, CancellationToken abandoned)
    {
        var task = context.Message;
        var startedAt = clock.GetUtcNow();
        var start = clock.GetTimestamp();
        var limit = Limit(task, configuration, bus.Value.WorkLimit, startedAt);
        using var timeout = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abandoned, context.CancellationToken);
        var run = kinds.Of(configuration).Prepare(configuration, task, (x, cancel) => new ValueTask<Stream>(content.OpenReadAsync(x.Uri, x.Length, x.Sha256, cancel)));
        var outcome = AttemptOutcome.Failed;
        agent.Started();
        try
        {
            EnsureAffordable(task, configuration, run);
            await using var spool = new OutputSpool(content);
            var result = ResultLimits.Check(ResultOf(await spool.RunAsync(run, x => ResultLimits.Fits(ResultOf(x)), stop.Token)));
            CrashPoint.Reached("work-done");
            await AnswerAsync(context, configuration, new AttemptAnswer { Result = result }, run.ToolCalls);
            outcome = AttemptOutcome.Succeeded;
        }
        catch (EscalationException escalation)
        {
            outcome = AttemptOutcome.Escalated;
            await AnswerAsync(context, configuration, new AttemptAnswer { Gap = AttemptMessages.GapOf(task, configuration, escalation, run.ToolCalls, run.Usage) }, run.ToolCalls);
        }
        catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
        {
            outcome = AttemptOutcome.Abandoned;
            LogAbandoned(task.TaskId, task.Attempt);
        }
        catch (Exception exception) when (Classify(exception, timeout.IsCancellationRequested, IsTriedAgain(context, configuration)) is { } error)
        {
            var reason = error == ExecutionError.TimedOut ? $"{configuration.Name} was not done after {limit:c}{(limit == bus.Value.WorkLimit ? ", the most that Vsm:HandlerLimit allows" : "")}." : exception.Message;
            var failure = AttemptMessages.FailureOf(task, configuration, error, reason, run.ToolCalls, NotBegun(exception) ? new Usage() : run.Usage, clock.GetElapsedTime(start),
                (exception as ModelException)?.Needed);
            await AnswerAsync(context, configuration, new AttemptAnswer { Failure = failure }, run.ToolCalls);
        }
        finally
        {
            var time = clock.GetElapsedTime(start);
            agent.Ended(outcome, time, run.Usage, clock.GetUtcNow());
            metrics.Executed(configuration, task.TaskType, time, outcome);
        }

        TaskResultMessage ResultOf(AttemptOutput output) =>
            AttemptMessages.ResultOf(task, configuration, output, run.ToolCalls, run.Usage, startedAt, clock.GetElapsedTime(start));
    }

    /// <summary>Work of a fixed price may have become dearer since it was given out.</summary>
    private static void EnsureAffordable(AssignTaskMessage task, AgentConfiguration agent, IAttempt run)
    {
        if (run.Usage.Cost > task.Allowance)
        {
            throw new ModelException(
                ModelError.OverBudget, FormattableString.Invariant($"A task costs {run.Usage.Cost} USD with {agent.Name}, and this attempt may cost {task.Allowance} USD."))
            { Needed = run.Usage.Cost, NotSent = true };
        }
    }

    private static bool NotBegun(Exception exception) => exception is ModelException { Error: ModelError.OverBudget, NotSent: true };

    /// <summary>Whether the command may be tried again here and now for the sake of something that is away.</summary>
    private bool IsTriedAgain(ConsumeContext context, AgentConfiguration agent) => context.GetRetryAttempt() < MostTries && kinds.Of(agent).IsIdempotent(agent);

    private static TimeSpan Limit(AssignTaskMessage task, AgentConfiguration agent, TimeSpan most, DateTimeOffset now)
    {
        var limit = TimeSpan.FromMilliseconds(Math.Min(agent.TaskTimeoutMs, most.TotalMilliseconds));
        var left = task.Deadline - now;
        return left < limit ? (left > TimeSpan.Zero ? left.Value : TimeSpan.Zero) : limit;
    }

    /// <returns>What Control is told; null: it is unexpected, and the command is tried again as it is.</returns>
    private static ExecutionError? Classify(Exception exception, bool timedOut, bool triedAgain) => exception switch
    {
        OperationCanceledException => timedOut ? ExecutionError.TimedOut : null,
        FunctionException or ContentUnavailableException => ExecutionError.BadInput,
        ModelException { Error: ModelError.OverBudget } => ExecutionError.OverBudget,
        ModelException model => model.NeedsPerson ? ExecutionError.NotSetUp : model.Error == ModelError.BadRequest ? ExecutionError.BadInput : ExecutionError.Transient,
        ContentStoreUnavailableException when triedAgain => null,
        IOException => ExecutionError.Transient,
        _ => null,
    };

    private async Task AnswerAsync(
        ConsumeContext<AssignTaskMessage> context, AgentConfiguration agent, AttemptAnswer answer, IReadOnlyList<ToolCall> calls)
    {
        var task = context.Message;
        db.Journal.AddRange(calls.Select(x => OperationsDbContext.Row(AttemptMessages.EntryOf(task, agent, x))));
        if (await receipts.StoreAsync(task, agent.AgentId, answer, context.CancellationToken) is { } first)
        {
            await Receipts.TellAsync(context, first);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, came again and gets the answer that was given")]
    private partial void LogKnown(Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, was abandoned")]
    private partial void LogAbandoned(Guid taskId, int attempt);
}
