using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Bus;

namespace Vsm.Advice;

/// <summary>The model that helps one function of the VSM, section <c>Vsm:Models:NAME</c>. Without a model it is never asked.</summary>
public sealed class AdviceOptions
{
    public const string Section = "Vsm:Models";

    /// <summary>Provider and model, such as <c>openai/gpt-4o-mini</c>.</summary>
    public string? Model { get; set; }

    /// <summary>How long asking one question may take, with retries and one repair.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many tokens an answer may have.</summary>
    [Range(256, 100_000)]
    public int MaxOutputTokens { get; set; } = 2048;

    /// <summary>The most that one question may cost in USD, all its answers together; set aside before it is asked.</summary>
    [Range(typeof(decimal), "0.000001", "1000")]
    public decimal CostLimit { get; set; } = 0.05m;

    /// <summary>What a question costs in USD, however many answers it takes, where the model has no price in <c>Vsm:Ai:Prices</c>.</summary>
    [Range(typeof(decimal), "0", "1000")]
    public decimal CostPerCall { get; set; }

    /// <summary>The section of one function.</summary>
    public static string SectionOf(string function) => $"{Section}:{function}";
}

/// <summary>Ranges of single settings.</summary>
[OptionsValidator]
internal sealed partial class AdviceRangesValidator : IValidateOptions<AdviceOptions>;

/// <summary>A model that can be called, within the time that a message may take.</summary>
internal sealed class AdviceOptionsValidator(ChatClients models, IOptions<BusOptions> bus) : IValidateOptions<AdviceOptions>
{
    public ValidateOptionsResult Validate(string? name, AdviceOptions options)
    {
        if (string.IsNullOrEmpty(options.Model))
        {
            return ValidateOptionsResult.Success;
        }

        var section = AdviceOptions.SectionOf(name ?? "");
        return models.Problem(options.Model) is { } problem ? ValidateOptionsResult.Fail($"{section}:{nameof(AdviceOptions.Model)}: {problem}")
            : options.TimeLimit > bus.Value.WorkLimit ? ValidateOptionsResult.Fail(
                $"{section}:{nameof(AdviceOptions.TimeLimit)} is {options.TimeLimit:c}; it must stay within {bus.Value.WorkLimit:c}, 95 % of Vsm:HandlerLimit.")
            : ValidateOptionsResult.Success;
    }
}
