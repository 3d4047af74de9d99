using BenchmarkDotNet.Attributes;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Delegation;

namespace Vsm.Benchmarks.Micro;

/// <summary>Where a task goes, of so many agents.</summary>
public class Router
{
    private static readonly string[] Capabilities = ["extract", "summarise", "report", "redact", "search"];
    private AgentIndex _agents = null!;
    private ITaskRouter _router = null!;
    private TaskNeeds _task = null!;

    [Params(1, 100)]
    public int Agents { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _agents = new AgentIndex([.. Enumerable.Range(1, Agents).Select(Candidate)]);
        _router = new RoutingOptions().CreateRouter();
        _task = new TaskNeeds { RequiredCapabilities = [Capabilities[0]] };
    }

    [Benchmark]
    public object Decide() => Delegator.Decide(_task, _agents, _router);

    private static Candidate Candidate(int number) => new(
        new AgentInfo
        {
            AgentId = new Guid(number, 0, 0, new byte[8]),
            Number = number,
            Name = $"agent-{number}",
            Kind = "function",
            Capabilities = [new Capability { Name = Capabilities[(number - 1) % Capabilities.Length] }],
            ConfigurationVersion = 1,
            MaxConcurrentTasks = 4,
            StartedAt = DateTimeOffset.UnixEpoch,
        },
        AgentStatus.Active,
        SuccessRate: 1,
        Load: number % 10 / 10d);
}
