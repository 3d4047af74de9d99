using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Benchmarks.Loads;
using Vsm.Bus;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S3.Control;
using Vsm.Testing;

namespace Vsm.Benchmarks.Micro;

/// <summary>
/// The saga's three transitions on a task's straight way: handed in, result, approved; with their messages on the in-memory transport and the
/// in-memory store, so that what is left is our code and MassTransit's.
/// </summary>
public class TaskSaga
{
    private const string SagaQueue = "vsm.s3.tasks";
    private const string Answers = "vsm.benchmark.answers";
    private const int Tasks = 200;
    private const int InFlight = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _open = new();
    private FunctionHarness _control = null!;
    private IBus _bus = null!;

    // Anew for each iteration: the in-memory store looks through all that it holds.
    [IterationSetup]
    public void Start() => StartAsync().GetAwaiter().GetResult();

    [IterationCleanup]
    public void Stop() => _control.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Tasks)]
    public Task RunAsync() => ClosedLoop.RunAsync(Tasks, InFlight, RunOneAsync, CancellationToken.None);

    private async Task StartAsync()
    {
        _control = await FunctionHarness.StartAsync(x =>
        {
            x.AddControl();
            x.AddToBus(bus => bus.AddHandler<ForwardTaskResultMessage>(TakeAnswerAsync).Endpoint(y => y.Name = Answers));
        });
        _bus = _control.Services.GetRequiredService<IBus>();
        await _control.Services.GetRequiredService<AgentQueues>().ConnectAsync(
            AgentQueueNames.Exchange, AgentQueueNames.Of("root", 1), InFlight, (_, endpoint) => endpoint.Handler<AssignTaskMessage>(WorkAsync), CancellationToken.None);
        await _bus.Publish(new PurposeDefined { Name = "benchmark", Purpose = "measure", Version = 1, Limits = new TaskLimits() });
        await _bus.Publish(new PolicySetChanged { PolicySet = new PolicySet { Version = 1, Policies = [] }, Reason = "benchmark" });
        await _bus.SendTo("vsm.s3.registry", Messages.Registration());
        await _control.Harness.Published.Any<AgentRegistered>();
        await RunOneAsync();
    }

    private async Task RunOneAsync()
    {
        var task = Guid.CreateVersion7();
        var answered = _open[task] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _bus.SendTo(SagaQueue, Messages.Assign(task) with { ReplyTo = new Uri($"queue:{Answers}") });
        await answered.Task.WaitAsync(Patience);
    }

    // In the place of System 1 and 3*.
    private static async Task WorkAsync(ConsumeContext<AssignTaskMessage> command)
    {
        await command.Publish(Messages.Result("done", command.Message.TaskId));
        await command.Publish(Messages.Approval(command.Message.TaskId));
    }

    private Task TakeAnswerAsync(ConsumeContext<ForwardTaskResultMessage> answer)
    {
        if (_open.TryRemove(answer.Message.TaskId, out var answered))
        {
            answered.SetResult();
        }

        return Task.CompletedTask;
    }
}
