using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Http;

namespace Vsm.S5.Policy.Creation;

/// <summary>What a model may do about a task that nobody can do, section <c>Vsm:Models:Creation</c>, beside who and what it may cost.</summary>
internal sealed class CreationOptions
{
    /// <summary>What happens with a System 1 that a model drafted because no template fits.</summary>
    public DraftUse Drafts { get; set; } = DraftUse.Wait;

    /// <summary>The model that drafted System 1s work with; absent: the one that drafts.</summary>
    public string? AgentModel { get; set; }

    /// <summary>The most that a drafted System 1 may spend altogether in USD.</summary>
    [Range(typeof(decimal), "0", "100000")]
    public decimal AgentCostTotal { get; set; } = 1m;
}

internal enum DraftUse
{
    /// <summary>None is asked for.</summary>
    Off,

    /// <summary>It is shown to the person whom the task waits for, and made when that person says <c>Retry</c>.</summary>
    Wait,

    /// <summary>It is made at once.</summary>
    Activate,
}

[OptionsValidator]
internal sealed partial class CreationRangesValidator : IValidateOptions<CreationOptions>;

internal sealed class CreationOptionsValidator : IValidateOptions<CreationOptions>
{
    public ValidateOptionsResult Validate(string? name, CreationOptions options) => string.IsNullOrEmpty(options.AgentModel) || OrganisationNames.IsModel(options.AgentModel)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Vsm:Models:Creation:AgentModel is '{options.AgentModel}'; expected {OrganisationNames.ModelExpected}.");
}
