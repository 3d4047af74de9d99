using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.S1.Operations.Tools;

/// <summary>Settings of tools, section <c>Vsm:Tools</c>.</summary>
internal sealed class ToolOptions
{
    public const string Section = "Vsm:Tools";

    /// <summary>The folder that the folders of all agents lie below; without it, no agent has files.</summary>
    public string? FileRoot { get; set; }

    /// <summary>How long one call of a tool may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan CallLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many calls of tools an attempt may have.</summary>
    [Range(1, 1_000)]
    public int MostCalls { get; set; } = 30;
}

[OptionsValidator]
internal sealed partial class ToolOptionsValidator : IValidateOptions<ToolOptions>;
