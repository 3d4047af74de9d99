using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S3.Control.Upgrades;

/// <summary>Settings of the check of sagas at start, section <c>Vsm:Sagas</c>.</summary>
internal sealed class SagaOptions : IValidatableObject
{
    public const string Section = "Vsm:Sagas";

    /// <summary>Ids of sagas that may be blocked, with commas between them: the service starts all the same, and they stay where they are.</summary>
    public string Waived { get; set; } = "";

    public IReadOnlySet<Guid> WaivedIds() => Parts().Select(Guid.Parse).ToHashSet();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Parts().Where(x => !Guid.TryParse(x, out _))
        .Select(x => new ValidationResult($"'{x}' is no id of a saga; expected GUIDs with commas between them.", [nameof(Waived)]));

    private IEnumerable<string> Parts() => Waived.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

[OptionsValidator]
internal sealed partial class SagaOptionsValidator : IValidateOptions<SagaOptions>;
