using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Bus;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>The model that rules by policies without a check, section <c>Vsm:Audit:Judge</c>. Without a model such policies are not judged, and a person decides.</summary>
internal sealed class JudgeOptions
{
    public const string Section = "Vsm:Audit:Judge";

    /// <summary>Provider and model, such as <c>anthropic/claude-sonnet-4-5</c>. It does not judge its own work.</summary>
    public string? Model { get; set; }

    /// <summary>Further models, in the order in which they are taken where those before did the work.</summary>
    public List<string> Models { get; set; } = [];

    /// <summary>How long asking about one result may take, with retries and one repair. Together with <c>Vsm:Audit:JudgingLimit</c> below <c>Vsm:HandlerLimit</c>.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan TimeLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many tokens an answer may have.</summary>
    [Range(256, 100_000)]
    public int MaxOutputTokens { get; set; } = 4096;

    /// <summary>What judging a result costs in USD, however many answers it takes, where the model has no price in <c>Vsm:Ai:Prices</c>.</summary>
    [Range(typeof(decimal), "0", "1000")]
    public decimal CostPerCall { get; set; }

    /// <summary>All models, in order.</summary>
    public IReadOnlyList<string> InOrder => [.. Models.Prepend(Model).OfType<string>().Where(x => x.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>Ranges of single settings.</summary>
[OptionsValidator]
internal sealed partial class JudgeRangesValidator : IValidateOptions<JudgeOptions>;

/// <summary>Models that can be called, and limits that fit into one another.</summary>
internal sealed class JudgeOptionsValidator(ChatClients models, IOptions<AuditOptions> audit, IOptions<BusOptions> bus) : IValidateOptions<JudgeOptions>
{
    public ValidateOptionsResult Validate(string? name, JudgeOptions options)
    {
        var problems = options.Models.Select((model, at) => Problem($"Models:{at}", model))
            .Prepend(string.IsNullOrEmpty(options.Model) ? null : Problem("Model", options.Model))
            .Append(options.InOrder.Count == 0 ? null : TooLong(options))
            .OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private string? Problem(string key, string model) => models.Problem(model) is { } problem ? $"{JudgeOptions.Section}:{key}: {problem}" : null;

    private string? TooLong(JudgeOptions options) => options.TimeLimit + audit.Value.JudgingLimit <= bus.Value.WorkLimit
        ? null
        : $"{JudgeOptions.Section}:TimeLimit is {options.TimeLimit:c}; with {AuditOptions.Section}:JudgingLimit, {audit.Value.JudgingLimit:c}, it must stay within "
            + $"{bus.Value.WorkLimit:c}, 95 % of Vsm:HandlerLimit.";
}
