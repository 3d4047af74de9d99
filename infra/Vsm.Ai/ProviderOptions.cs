namespace Vsm.Ai;

/// <summary>A provider of models.</summary>
public sealed class ProviderOptions
{
    /// <summary><c>openai</c> for it and all that speak as it does, or <c>anthropic</c>; without it, the provider's name says it, else <c>openai</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Address of the API, such as <c>http://127.0.0.1:11434/v1</c>; without it, the provider's own.</summary>
    public Uri? BaseUrl { get; set; }

    /// <summary>The key. It is never written anywhere. Servers that want none get none.</summary>
    public string? Key { get; set; }
}
