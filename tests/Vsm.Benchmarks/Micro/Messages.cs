using Vsm.Contracts.Audit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.Benchmarks.Micro;

/// <summary>Messages as they are on a task's straight way.</summary>
internal static class Messages
{
    public static Guid Agent { get; } = new("11111111-1111-1111-1111-111111111111");

    public static AssignTaskMessage Assign(Guid task) => new()
    {
        TaskId = task,
        Content = "order 4711: 3 pallets of paper for the north warehouse, wanted by Friday",
        RequiredCapabilities = ["extract-fields"],
        TaskType = "benchmark",
        Requestor = "benchmark",
    };

    public static TaskResultMessage Result(string output, Guid task = default) => new()
    {
        TaskId = task,
        Attempt = 1,
        AgentId = Agent,
        AgentNumber = 1,
        ConfigurationVersion = 1,
        PolicySetVersion = 1,
        Content = "order 4711: 3 pallets of paper for the north warehouse, wanted by Friday",
        Output = output,
        Usage = new Usage(),
        StartedAt = DateTimeOffset.UnixEpoch,
        DurationMs = 1,
    };

    public static TaskResultApprovedMessage Approval(Guid task) => new()
    {
        TaskId = task,
        Attempt = 1,
        ConfigurationVersion = 1,
        Output = "done",
        Ruling = new Ruling
        {
            RulingId = task,
            TaskId = task,
            Attempt = 1,
            Evaluation = 1,
            AgentId = Agent,
            AgentNumber = 1,
            PolicySetVersion = 1,
            Verdict = Verdict.NotViolated,
            Score = 1,
            Findings = [],
            At = DateTimeOffset.UnixEpoch,
        },
    };

    public static RegisterAgent Registration() => new()
    {
        Agent = new AgentInfo
        {
            AgentId = Agent,
            Number = 1,
            Name = "extractor",
            Kind = "function",
            Capabilities = [new Capability { Name = "extract-fields" }],
            ConfigurationVersion = 1,
            MaxConcurrentTasks = 64,
            StartedAt = DateTimeOffset.UnixEpoch,
        },
        Health = new HealthRecord { Timestamp = DateTimeOffset.UnixEpoch, Success = true, DurationMs = 1 },
    };
}
