namespace Vsm.Ai;

/// <summary>How often each process may call a model.</summary>
public sealed class RateOptions
{
    /// <summary>Provider and model, or <c>local/*</c> for each of a provider's that are not listed by themselves.</summary>
    public string Model { get; set; } = "";

    /// <summary>Tries within any minute.</summary>
    public int? Requests { get; set; }

    /// <summary>Input and output tokens within any minute.</summary>
    public int? Tokens { get; set; }

    public override string ToString() =>
        string.Join(" and ", ((string?[])[Requests is { } requests ? $"{requests} requests" : null, Tokens is { } tokens ? $"{tokens} tokens" : null]).OfType<string>()) + " a minute";
}
