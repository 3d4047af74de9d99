using Vsm.Bus;
using Vsm.Contracts.Operations;

namespace Vsm.S1.Operations.Sessions;

/// <summary>A conversation of a user with a System 1.</summary>
internal sealed class SessionRow
{
    /// <summary>Made of agent and user, see <see cref="IdOf"/>.</summary>
    public required Guid Id { get; init; }

    public required string Vsm { get; init; }

    public required Guid AgentId { get; init; }

    public required string AgentName { get; init; }

    public required string UserName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    public int Turns { get; set; }

    public Memory Memory { get; set; } = Memory.Empty;

    /// <summary>The turn that is under way.</summary>
    public TurnClaim? Claim { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public decimal Cost { get; set; }

    public decimal UncountedCost { get; set; }

    /// <summary>Counts changes: of two replicas that serve one conversation the later fails to store.</summary>
    public int Version { get; set; }

    /// <summary>The same user of the same System 1 has one conversation; any other, one of its own.</summary>
    public static Guid IdOf(Guid agentId, string user) => MessageIds.Of(agentId, $"session/{user}");

    public void Book(Usage usage)
    {
        InputTokens += usage.InputTokens;
        OutputTokens += usage.OutputTokens;
        Cost += usage.Cost;
        UncountedCost += usage.UncountedCost;
    }

    public Session ToView(decimal costLimit, DateTimeOffset now) => new()
    {
        Id = Id,
        Name = SessionNames.Of(AgentName, UserName),
        Vsm = Vsm,
        AgentId = AgentId,
        Agent = AgentName,
        User = UserName,
        CreatedAt = CreatedAt,
        LastAt = LastAt,
        Turns = Turns,
        Usage = new Usage { InputTokens = InputTokens, OutputTokens = OutputTokens, Cost = Cost, UncountedCost = UncountedCost },
        CostLimit = costLimit,
        Busy = Claim?.Until > now,
    };
}

/// <summary>A turn that is under way.</summary>
internal sealed record TurnClaim
{
    public required Guid TurnId { get; init; }

    /// <summary>The message that asked for it: only when that comes again is it known that the turn was cut off.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>From then on nobody can be at it any more.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The most that it can cost, in USD.</summary>
    public required decimal Most { get; init; }
}

/// <summary>A turn that was answered: it gets the same answer when it comes again.</summary>
internal sealed class TurnRow
{
    /// <summary>Made of conversation and turn, see <see cref="IdOf"/>.</summary>
    public required Guid Id { get; init; }

    public required Guid SessionId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required TurnTaken Answer { get; init; }

    public static Guid IdOf(Guid sessionId, Guid turnId) => MessageIds.Of(sessionId, $"turn/{turnId:n}");
}
