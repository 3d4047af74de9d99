using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S1.Operations.Sessions;

/// <summary>Settings of conversations, section <c>Vsm:Sessions</c>.</summary>
internal sealed class ConversationOptions
{
    public const string Section = "Vsm:Sessions";

    /// <summary>Tokens of a conversation that its model is shown, the coming message among them; what is older is summarised.</summary>
    [Range(2_000, 20_000)]
    public int MemoryTokens { get; set; } = 8_000;

    /// <summary>The most that a turn may cost, in USD.</summary>
    [Range(typeof(decimal), "0.000001", "1000000")]
    public decimal CostPerTurn { get; set; } = 0.10m;

    /// <summary>The most that a conversation may cost, in USD.</summary>
    [Range(typeof(decimal), "0.000001", "1000000")]
    public decimal CostPerSession { get; set; } = 1.00m;

    /// <summary>How long a turn may take, with all calls of the model and their retries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TurnLimit { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Turns that a process takes at the same time.</summary>
    [Range(1, 1000)]
    public int ConcurrentTurns { get; set; } = 64;
}

[OptionsValidator]
internal sealed partial class ConversationOptionsValidator : IValidateOptions<ConversationOptions>;
