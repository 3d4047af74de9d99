namespace Vsm.Hosting.Storage;

/// <summary>Content in the store, which is named by what it is.</summary>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record StoredContent(string Sha256, long Length)
{
    /// <summary>The same in every process, wherever the store lies.</summary>
    public Uri Address => ContentAddress.Of(Sha256);
}
