namespace Vsm.Hosting.Storage;

/// <summary>Content is larger than one piece may be.</summary>
public sealed class ContentTooLargeException(long limit)
    : Exception($"The content has more than {limit} bytes, the most that one piece may have (Vsm:Content:Largest).")
{
    public long Limit { get; } = limit;
}
