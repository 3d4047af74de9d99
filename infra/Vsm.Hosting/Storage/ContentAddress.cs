using System.Text.RegularExpressions;

namespace Vsm.Hosting.Storage;

/// <summary>Addresses of stored content: <c>vsm-content:/sha256/…</c>.</summary>
public static partial class ContentAddress
{
    public const string Scheme = "vsm-content";

    private const string Folder = "/sha256/";

    public static Uri Of(string sha256) => new($"{Scheme}:{Folder}{sha256}");

    /// <summary>Whether an address is one of stored content, whatever it names there.</summary>
    public static bool IsOfStore(Uri address) => address.IsAbsoluteUri && address.Scheme == Scheme;

    /// <summary>The hash that an address of stored content names; null: it names none.</summary>
    public static string? HashOf(Uri address) =>
        IsOfStore(address) && address.AbsolutePath is var path && path.StartsWith(Folder, StringComparison.Ordinal) && IsHash(path[Folder.Length..])
            ? path[Folder.Length..]
            : null;

    /// <summary>Whether a text is a SHA-256 as the store writes it.</summary>
    public static bool IsHash(string text) => Hash().IsMatch(text);

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
