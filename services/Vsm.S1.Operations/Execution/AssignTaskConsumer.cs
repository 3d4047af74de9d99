using MassTransit;
using Microsoft.Extensions.Options;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S1.Operations.Agents;
using Vsm.S1.Operations.Attempts;
using Vsm.S1.Operations.Data;

namespace Vsm.S1.Operations.Execution;

/// <summary>1.1: does a task, or says why it cannot be done. What takes long and is paid is stored instead, for whichever process has room.</summary>
internal sealed partial class AssignTaskConsumer(
    AgentHost host, RunningWork running, Receipts receipts, Effects effects, AgentKinds kinds, AttemptRunner runner, AttemptStore attempts, AttemptSignal signal,
    OperationsDbContext db, IRequestClient<FindAgentConfiguration> policy, IOptions<BusOptions> bus, TimeProvider clock, ILogger<AssignTaskConsumer> logger)
    : IConsumer<AssignTaskMessage>
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

        var isStored = !kinds.Of(configuration).IsIdempotent(configuration);
        if (isStored && running.IsAbandoned(task.TaskId, task.Attempt))
        {
            LogAbandoned(task.TaskId, task.Attempt);
            return;
        }

        if (!await IsMineAsync(context, configuration, isStored))
        {
            return;
        }

        if (isStored)
        {
            signal.Wake(); // stored with the claim
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
    /// Whether the attempt is still to be done. Work that changes nothing outside is done first and stored after; all other is stored with a claim, for the
    /// one process that begins it.
    /// </summary>
    private async Task<bool> IsMineAsync(ConsumeContext<AssignTaskMessage> context, AgentConfiguration agent, bool isStored)
    {
        var task = context.Message;
        var again = context.ReceiveContext.Redelivered || context.GetRetryAttempt() > 0;
        var receipt = isStored ? await receipts.ClaimAsync(task, StoredAttempt.Of(task, agent, clock.GetUtcNow()), context.CancellationToken)
            : again ? await receipts.FindAsync(task, context.CancellationToken)
            : null;
        if (receipt is null)
        {
            return true;
        }

        // A claim without an answer is left to who works on the attempt. Nobody does where nothing is stored with it: a version that stored less made it.
        var answer = receipt.Answer ?? (again && !await attempts.IsThereAsync(task.TaskId, task.Attempt, context.CancellationToken)
            ? await receipts.SettleAsync(
                receipt, task, AttemptMessages.Interrupted(task, agent, await effects.FindAsync(task, context.CancellationToken)), context.CancellationToken)
            : null);
        if (answer is not null)
        {
            await Receipts.TellAsync(context, answer, context.CancellationToken);
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
        var (task, now) = (context.Message, clock.GetUtcNow());
        var frame = new AttemptFrame
        {
            Task = task,
            Agent = agent,
            Configuration = configuration,
            Limit = AttemptLimit.InDelivery(task, configuration, bus.Value.WorkLimit, now),
            StartedAt = now,
            IsTriedAgain = context.GetRetryAttempt() < MostTries,
        };
        var run = kinds.Of(configuration).Prepare(configuration, task, runner.Open);
        await runner.RunAsync(frame, run, x => AnswerAsync(context, configuration, x, run.ToolCalls), abandoned, context.CancellationToken);
    }

    private async Task AnswerAsync(
        ConsumeContext<AssignTaskMessage> context, AgentConfiguration agent, AttemptAnswer answer, IReadOnlyList<ToolCall> calls)
    {
        var task = context.Message;
        db.Journal.AddRange(calls.Select(x => OperationsDbContext.Row(AttemptMessages.EntryOf(task, agent, x))));
        if (await receipts.StoreAsync(task, agent.AgentId, answer, context.CancellationToken) is { } first)
        {
            await Receipts.TellAsync(context, first, context.CancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, came again and gets the answer that was given")]
    private partial void LogKnown(Guid taskId, int attempt);

    [LoggerMessage(Level = LogLevel.Information, Message = "Task {TaskId}, attempt {Attempt}, was abandoned")]
    private partial void LogAbandoned(Guid taskId, int attempt);
}
