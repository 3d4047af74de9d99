namespace Vsm.Dashboard.Http;

/// <summary>Who reaches the API, section <c>Vsm:Http</c>.</summary>
internal sealed class HttpAccessOptions
{
    public const string Section = "Vsm:Http";

    /// <summary>Addresses that are listened on, separated by <c>;</c>.</summary>
    public string Urls { get; set; } = "http://127.0.0.1:5080";

    /// <summary>Whether the API may be reached from other machines, although it asks nobody who they are.</summary>
    public bool AllowAnonymous { get; set; }
}
