using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Registry;

namespace Vsm.Unit.Tests.Control;

public sealed class When_an_agent_wants_to_register
{
    private static readonly (string Problem, AgentInfo Agent)[] Invalid =
    [
        ("agentId is empty.", Given.Info(1) with { AgentId = Guid.Empty }),
        ("vsm must have 1 to 100 characters.", Given.Info(1) with { Vsm = "" }),
        ("vsm must have 1 to 100 characters.", Given.Info(1) with { Vsm = new string('v', 101) }),
        ("number is 0; numbers start at 1.", Given.Info(0)),
        ("name must have 1 to 100 characters.", Given.Info(1) with { Name = " " }),
        ("name must have 1 to 100 characters.", Given.Info(1) with { Name = new string('n', 101) }),
        ("kind is 'robot'; it must be one of function, llm, mcp, remote, sensor, api.", Given.Info(1) with { Kind = "robot" }),
        ("maxConcurrentTasks is 0; it must be at least 1.", Given.Info(1) with { MaxConcurrentTasks = 0 }),
        ("costPerTask is -1; it cannot be negative.", Given.Info(1) with { CostPerTask = -1 }),
        ("capability a is named 2 times.", Given.Info(1, "a", "A")),
    ];

    [TestCaseSource(nameof(Invalid))]
    public void What_is_wrong_with_it_is_said((string Problem, AgentInfo Agent) wrong)
    {
        var refused = AgentRegistry.Refuse(Request(wrong.Agent), []);

        Assert.That((refused?.Error, refused?.Reason, refused?.Agent), Is.EqualTo(("ErrAgentInvalid", wrong.Problem, wrong.Agent)));
    }

    [TestCase("no model", "The health check of agent-1 failed: no model")]
    [TestCase(null, "The health check of agent-1 failed: no reason given")]
    public void A_failed_health_check_keeps_it_out(string? error, string reason)
    {
        var refused = AgentRegistry.Refuse(Request(Given.Info(1), success: false, error), []);

        Assert.That((refused?.Error, refused?.Reason), Is.EqualTo(("ErrHealthCheckFailed", reason)));
    }

    [TestCase(1, "other")]
    [TestCase(2, "AGENT-1")]
    public void A_number_or_name_of_another_keeps_it_out(int number, string name)
    {
        var info = Given.Info(2) with { Number = number, Name = name };

        var refused = AgentRegistry.Refuse(Request(info), [Given.Agent(1)]);

        Assert.That((refused?.Error, refused?.Reason), Is.EqualTo(
            ("ErrAgentAlreadyRegistered", "VSM root has the agent agent-1 with number 1 already, with another id.")));
    }

    [Test]
    public void The_same_agent_may_come_again() => Assert.That(AgentRegistry.Refuse(Request(Given.Info(1)), [Given.Agent(1)]), Is.Null);

    [TestCase("function")]
    [TestCase("llm")]
    [TestCase("mcp")]
    [TestCase("remote")]
    [TestCase("sensor")]
    [TestCase("api")]
    public void Every_kind_is_taken(string kind) => Assert.That(AgentRegistry.Refuse(Request(Given.Info(1) with { Kind = kind }), [Given.Agent(2)]), Is.Null);

    private static RegisterAgent Request(AgentInfo agent, bool success = true, string? error = null) => new()
    {
        Agent = agent,
        Health = new HealthRecord { Timestamp = Given.Now, Success = success, DurationMs = 1, Error = error },
    };
}
