namespace Vsm.Ai;

/// <summary>How long answers of a model are given again to equal calls.</summary>
public sealed class CacheOptions
{
    /// <summary>Provider and model, or <c>local/*</c> for those of a provider that are not listed by themselves.</summary>
    public string Model { get; set; } = "";

    public TimeSpan Age { get; set; }
}
