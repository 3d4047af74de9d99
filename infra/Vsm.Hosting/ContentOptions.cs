namespace Vsm.Hosting;

/// <summary>Where content lies that messages refer to, section <c>Vsm:Content</c>.</summary>
public sealed class ContentOptions
{
    public const string Section = "Vsm:Content";

    /// <summary>Folders, separated by <c>;</c>, that files may be read from; every process has to reach them. None: no file is read.</summary>
    public string Roots { get; set; } = "";
}
