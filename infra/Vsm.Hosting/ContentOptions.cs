using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Vsm.Hosting;

/// <summary>Where content lies that messages refer to, section <c>Vsm:Content</c>.</summary>
public sealed class ContentOptions
{
    public const string Section = "Vsm:Content";

    /// <summary>Folders, separated by <c>;</c>, that files may be read from; every process has to reach them. None: no file is read.</summary>
    public string Roots { get; set; } = "";

    /// <summary>The folder that content is kept in which was handed in or came out of tasks; every process has to reach it. Absent: one below the user's data.</summary>
    public string? Store { get; set; }

    /// <summary>The most bytes that one piece of content may have, up to 1 TiB.</summary>
    [Range(1L, 1L << 40)]
    public long Largest { get; set; } = 1L << 30;
}

[OptionsValidator]
public sealed partial class ContentOptionsValidator : IValidateOptions<ContentOptions>;
