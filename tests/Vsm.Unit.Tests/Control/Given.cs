using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Delegation;
using Vsm.S3.Control.Registry;

namespace Vsm.Unit.Tests.Control;

internal static class Given
{
    public static readonly DateTimeOffset Now = new(2030, 1, 7, 9, 0, 0, TimeSpan.Zero);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);

    public static AgentInfo Info(int number, params string[] capabilities) => new()
    {
        AgentId = Id(number),
        Number = number,
        Name = $"agent-{number}",
        Kind = "function",
        Capabilities = [.. capabilities.Select(x => new Capability { Name = x })],
        ConfigurationVersion = 1,
        MaxConcurrentTasks = 4,
        StartedAt = Now,
    };

    public static Candidate Candidate(
        int number, string capabilities = "", double success = 1, double load = 0, decimal cost = 0, AgentStatus status = AgentStatus.Active) =>
        new(Info(number, capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries)) with { CostPerTask = cost }, status, success, load);

    public static TaskNeeds Needs(params string[] capabilities) => new() { RequiredCapabilities = capabilities };

    public static RegisteredAgent Agent(int number = 1, AgentStatus status = AgentStatus.Active) => new()
    {
        AgentId = Id(number), Vsm = "root", Number = number, Name = $"agent-{number}", Info = Info(number), Status = status, LastSeenAt = Now,
    };

    public static AgentHealthReported Report(bool success = true, string replica = "a", string? error = null, AgentMetrics? metrics = null, DateTimeOffset? at = null) => new()
    {
        AgentId = Id(1),
        Replica = replica,
        Health = new HealthRecord { Timestamp = at ?? Now, Success = success, DurationMs = 1, Error = error },
        Metrics = metrics ?? new AgentMetrics(),
    };
}
