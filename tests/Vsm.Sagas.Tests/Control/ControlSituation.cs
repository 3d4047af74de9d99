using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control;
using Vsm.S3.Control.Data;
using Vsm.S3.Control.Registry;
using Vsm.S3.Control.Tasks;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Control;

/// <summary>Control as it runs, with a test in the place of all other functions.</summary>
internal sealed class ControlSituation : IAsyncDisposable
{
    public const string Registry = HeartbeatSweep.Queue;
    public const string JournalQueue = "vsm.dashboard.journal";

    private ControlSituation(FunctionHarness function, BusLog log, ManualClock clock) => (Function, Log, Clock) = (function, log, clock);

    public FunctionHarness Function { get; }

    public BusLog Log { get; }

    public ManualClock Clock { get; }

    public IBus Bus => Function.Harness.Bus;

    /// <summary>Messages that ended in an error queue.</summary>
    public IReadOnlyList<LoggedMessage> Failures => [.. Log.Consumed.Where(x => x.Failure is not null)];

    /// <summary>Control without any organisation.</summary>
    /// <param name="add">Adds to its bus.</param>
    /// <param name="sweeps">Whether it looks for time limits by itself, by the system's clock; otherwise the test does.</param>
    /// <param name="settings">Settings.</param>
    public static async Task<ControlSituation> EmptyAsync(Action<IBusRegistrationConfigurator>? add = null, bool sweeps = false, params (string Key, string Value)[] settings)
    {
        var log = new BusLog();
        var clock = new ManualClock(new DateTimeOffset(2030, 1, 7, 9, 0, 0, TimeSpan.Zero));
        (string, string)[] quiet = [("Vsm:Agents:HealthCheckInterval", "00:10:00")];
        var function = await FunctionHarness.StartAsync(
            builder =>
            {
                builder.AddControl();
                if (!sweeps)
                {
                    builder.Services.AddSingleton<TimeProvider>(clock);
                    builder.Services.Remove(builder.Services.Single(x => x.ServiceType == typeof(IHostedService) && x.ImplementationType == typeof(QuartzHostedService)));
                }

                builder.AddToBus(bus =>
                {
                    bus.AddSendObserver(_ => log);
                    bus.AddPublishObserver(_ => log);
                    bus.AddConsumeObserver(_ => log);
                    bus.AddReceiveObserver(_ => log);
                    bus.AddConsumer<JournalReader>().Endpoint(x => x.Name = JournalQueue);
                    add?.Invoke(bus);
                });
            },
            [.. quiet.Where(x => settings.All(y => y.Key != x.Item1)), .. settings]);
        return new ControlSituation(function, log, clock);
    }

    /// <summary>Control of the root VSM, whose purpose and policies (version 1) are known.</summary>
    public static async Task<ControlSituation> StartAsync(TaskLimits? limits = null, params (string Key, string Value)[] settings)
    {
        var control = await EmptyAsync(null, false, settings);
        await control.AnOrganisationAsync("root", limits);
        return control;
    }

    public async Task AnOrganisationAsync(string vsm, TaskLimits? limits = null)
    {
        await PublishAsync(
            new PurposeDefined { Vsm = vsm, Name = vsm, Purpose = "To be tested.", Version = 1, Limits = limits ?? new TaskLimits() }, "vsm.s3.organisations");
        await PublishAsync(
            new PolicySetChanged { PolicySet = new PolicySet { Vsm = vsm, Version = 1, Policies = [] }, Reason = "Applied." }, "vsm.s3.organisations");
    }

    /// <summary>A System 1 that is registered and takes commands from its queue.</summary>
    public async Task<SystemOne> AnAgentAsync(int number, params string[] capabilities) => await RegisteredAsync(await UnregisteredAsync(number, capabilities));

    public async Task<SystemOne> AnAgentAsync(AgentInfo info) => await RegisteredAsync(await UnregisteredAsync(info));

    public Task<SystemOne> UnregisteredAsync(int number, params string[] capabilities) => UnregisteredAsync(SystemOne.Describe(number, capabilities));

    /// <summary>A System 1 that takes commands from its queue and has not registered yet.</summary>
    public async Task<SystemOne> UnregisteredAsync(AgentInfo info)
    {
        var agent = new SystemOne(info);
        await Function.Services.GetRequiredService<AgentQueues>().ConnectAsync(
            AgentQueueNames.Exchange, AgentQueueNames.Of(info.Vsm, info.Number), 1, (_, endpoint) => endpoint.Handler<AssignTaskMessage>(agent.TakeAsync),
            CancellationToken.None);
        return agent;
    }

    public async Task<SystemOne> RegisteredAsync(SystemOne agent)
    {
        await SendAsync(new RegisterAgent { Agent = agent.Info, Health = Healthy() }, Registry);
        return agent;
    }

    /// <summary>A replica of System 1 says how an agent is.</summary>
    public Task ReportAsync(SystemOne agent, bool success = true, int running = 0, string? error = null, string replica = "s1-a") => PublishAsync(
        new AgentHealthReported
        {
            AgentId = agent.Id,
            Replica = replica,
            Health = Healthy() with { Success = success, Error = error },
            Metrics = new AgentMetrics { Running = running },
        },
        Registry);

    public HealthRecord Healthy() => new() { Timestamp = Clock.GetUtcNow(), Success = true, DurationMs = 1 };

    /// <summary>Hands a task in and waits until Control has taken it.</summary>
    public async Task<TaskInHand> ATaskAsync(Func<AssignTaskMessage, AssignTaskMessage>? change = null)
    {
        var message = TaskMessages.Task(NewId.NextGuid());
        message = change?.Invoke(message) ?? message;
        await SendAsync(message, TaskStateMachine.Queue);
        return new TaskInHand(this, message.TaskId);
    }

    /// <summary>Sends a command and waits until the queue has dealt with it.</summary>
    public async Task<LoggedMessage> SendAsync<T>(T message, string queue)
        where T : class
    {
        var id = NewId.NextGuid();
        var endpoint = await Bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send((object)message, MessageTypeOf(message), Pipe.Execute<SendContext>(x => x.MessageId = id));
        return await Log.ConsumptionOf(id, queue);
    }

    /// <summary>Sends what was sent before, as a broker does after a crash.</summary>
    public async Task SendAgainAsync<T>(Guid? id, T message, string queue)
        where T : class
    {
        var endpoint = await Bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(message, x => x.MessageId = id);
    }

    /// <summary>Publishes an event and waits until a queue of Control has dealt with it.</summary>
    public async Task<LoggedMessage> PublishAsync<T>(T message, string queue)
        where T : class
    {
        var id = NewId.NextGuid();
        await Bus.Publish(message, x => x.MessageId = id);
        return await Log.ConsumptionOf(id, queue);
    }

    /// <summary>Sends bytes as a client does that knows nothing of envelopes, and waits until the queue has taken them.</summary>
    public async Task SendRawAsync(string json, string queue) => await Log.ReceptionOf(await SendBytesAsync(json, queue));

    /// <summary>Sends bytes, and waits until the queue has given them up.</summary>
    public async Task<Exception> SendRawInVainAsync(string json, string queue) =>
        await Log.ReceptionOf(await SendBytesAsync(json, queue)) ?? throw new AssertionException($"{json} was taken.");

    private async Task<Guid> SendBytesAsync(string json, string queue)
    {
        var id = NewId.NextGuid();
        var endpoint = await Bus.GetSendEndpoint(new Uri($"exchange:{queue}"));
        await endpoint.Send(new Bytes(), x =>
        {
            x.MessageId = id;
            x.Serializer = new BytesSerializer(json);
        });
        return id;
    }

    /// <summary>Looks for passed time limits as the sweep does, and waits until the tasks have been checked.</summary>
    public async Task SweepAsync()
    {
        var before = Log.Sent.Count;
        await ActivatorUtilities.CreateInstance<DeadlineSweep>(Function.Services).Execute(null!, CancellationToken.None);
        foreach (var check in Log.Sent.Skip(before).Where(x => x.Message is CheckTaskDeadline && x.Queue == TaskStateMachine.Queue).ToList())
        {
            await Log.ConsumptionOf(check.MessageId!.Value, TaskStateMachine.Queue);
        }
    }

    /// <summary>Looks for silent agents as the sweep does.</summary>
    public async Task SweepHeartbeatsAsync()
    {
        var before = Log.Sent.Count;
        await ActivatorUtilities.CreateInstance<HeartbeatSweep>(Function.Services).Execute(null!, CancellationToken.None);
        await Log.ConsumptionOf(Log.Sent.Skip(before).First(x => x.Message is CheckAgentHeartbeats).MessageId!.Value, Registry);
    }

    public Task<TaskInstance> StoredAsync(Guid task) => ReadAsync(x => x.Tasks.AsNoTracking().SingleAsync(y => y.CorrelationId == task));

    public Task<RegisteredAgent> StoredAsync(SystemOne agent) => ReadAsync(x => x.Agents.AsNoTracking().SingleAsync(y => y.AgentId == agent.Id));

    public async Task<T> ReadAsync<T>(Func<ControlDbContext, Task<T>> read)
    {
        await using var db = await Function.Services.GetRequiredService<IDbContextFactory<ControlDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>The journal of a task, by now or once it has so many entries.</summary>
    public async Task<IReadOnlyList<JournalEntry>> JournalAsync(Guid task, int steps)
    {
        await Log.ConsumptionOf<JournalBatch>(JournalQueue, x => x.Entries.Any(y => y.TaskId == task && y.Step == steps));
        return [.. Log.Consumed.Select(x => x.Message).OfType<JournalBatch>().SelectMany(x => x.Entries).Where(x => x.TaskId == task).DistinctBy(x => x.Key)];
    }

    public ValueTask DisposeAsync() => Function.DisposeAsync();

    // A fault is a message by its interface.
    private static Type MessageTypeOf(object message) =>
        message.GetType().GetInterfaces().FirstOrDefault(x => x.IsGenericType && x.GetGenericTypeDefinition() == typeof(Fault<>)) ?? message.GetType();

    private sealed record Bytes;

    /// <summary>Puts the text on the wire as it is, marked as JSON and nothing else.</summary>
    private sealed class BytesSerializer(string json) : IMessageSerializer
    {
        public System.Net.Mime.ContentType ContentType { get; } = new("application/json");

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class => new StringMessageBody(json);
    }

    private sealed class JournalReader : IConsumer<JournalBatch>
    {
        public Task Consume(ConsumeContext<JournalBatch> context) => Task.CompletedTask;
    }

    /// <summary>Says for a System 1, after a health check that it passed, that it is ready.</summary>
    public Task AnnounceAsync(AgentInfo agent) => SendAsync(new RegisterAgent { Agent = agent, Health = Healthy() }, Registry);

    public Task<Testing.LoggedMessage> DrainAsync(SystemOne agent, bool drain) =>
        SendAsync(new DrainAgent { AgentId = agent.Id, Drain = drain, By = "Ada" }, Registry);
}
