using MassTransit;
using Vsm.Contracts;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Operations;
using Vsm.S3.Control.Delegation;

namespace Vsm.S3.Control.Tasks;

/// <summary>A task from hand-in to its end. Lists are replaced, never changed in place.</summary>
internal sealed class TaskInstance : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    /// <summary>Counts the steps of the task; also its version.</summary>
    public int Step { get; set; }

    /// <summary>The messages that led to its steps, the latest last: what comes again is known for as long as the task is kept.</summary>
    public Guid[] Inbox { get; set; } = [];

    public string Vsm { get; set; } = VsmInstance.Root;

    public int Number { get; set; }

    public string Content { get; set; } = "";

    public IReadOnlyList<ContentReference> References { get; set; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    public IReadOnlyList<string> RequiredCapabilities { get; set; } = [];

    public string? RequestedAssignee { get; set; }

    public string? TaskType { get; set; }

    public int Priority { get; set; }

    public string? Requestor { get; set; }

    public string? ReplyTo { get; set; }

    public DateTimeOffset SubmittedAt { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>When the state's time limit passes; null once final.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>When the task began to wait for an agent that takes it.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    // Bounds, as they were when the task was handed in.
    public decimal CostLimit { get; set; }

    public int MostCorrections { get; set; }

    public int MostClarifications { get; set; }

    public long? PersonTimeoutMs { get; set; }

    // The attempt.
    public int Attempt { get; set; }

    public Guid? AgentId { get; set; }

    public int? AgentNumber { get; set; }

    public string? AgentName { get; set; }

    public int? ConfigurationVersion { get; set; }

    public int PolicySetVersion { get; set; }

    /// <summary>The judgement of the attempt that is awaited, from 1.</summary>
    public int Evaluation { get; set; }

    /// <summary>The most that the attempt may cost; charged when nobody says what it did.</summary>
    public decimal Reserved { get; set; }

    /// <summary>What few tasks need to know of their money; null: nothing.</summary>
    public TaskMoney? Money { get; set; }

    /// <summary>The account that has too little for it, as long as it waits for that.</summary>
    public string? WaitsFor { get; set; }

    /// <summary>The agent that 5.3 made, or found, or 5.1 corrected, for the next attempt.</summary>
    public Guid? ExpectedAgentId { get; set; }

    public IReadOnlyDictionary<Guid, string> Refusals { get; set; } = new Dictionary<Guid, string>();

    /// <summary>What a model helped with; null: none was asked.</summary>
    public TaskAdvice? Advice { get; set; }

    /// <summary>Kept until the ruling comes that it answers.</summary>
    public EarlyAnswer? Early { get; set; }

    // What happened so far.
    public int Corrections { get; set; }

    public int Clarifications { get; set; }

    public int Failures { get; set; }

    public int Gaps { get; set; }

    public int AccountedAttempt { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public decimal Cost { get; set; }

    public string? Output { get; set; }

    /// <summary>The whole output where <see cref="Output"/> is only its beginning.</summary>
    public ContentReference? OutputReference { get; set; }

    public Guid? RulingId { get; set; }

    public IReadOnlyList<Finding> Findings { get; set; } = [];

    /// <summary>Why the task is where it is, for people and for the next agent.</summary>
    public string? Reason { get; set; }

    /// <summary>Set while it waits for a person.</summary>
    public TaskWait? Wait { get; set; }

    /// <summary>What the journal says of the step at hand instead of where it led to; not stored.</summary>
    public string? Note { get; set; }

    /// <summary>What the step at hand books for or against System 1s; not stored.</summary>
    public List<LedgerEntry> Booked { get; } = [];

    /// <summary>The task above whose account is known to be open in the step at hand; not stored.</summary>
    public Guid? Opened { get; set; }

    /// <summary>What routing decided in the step at hand; not stored.</summary>
    public RoutingDecision? Routing { get; set; }
}
