using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S3Star.Audit;

/// <summary>Settings of System 3*, section <c>Vsm:Audit</c>.</summary>
internal sealed class AuditOptions
{
    public const string Section = "Vsm:Audit";

    /// <summary>How long judging one result may take; reading large inputs again takes most of it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:20:00")]
    public TimeSpan JudgingLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of an output that are read as one text; checks that need the text do not judge a larger one, and a person does.</summary>
    [Range(0, 256 * 1024 * 1024)]
    public int LargestOutput { get; set; } = 4 * 1024 * 1024;
}

[OptionsValidator]
internal sealed partial class AuditOptionsValidator : IValidateOptions<AuditOptions>;
