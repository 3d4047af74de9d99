using System.Security.Cryptography;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Organisation;

/// <summary>Refers to a local file by address, length and hash.</summary>
internal static class FileReference
{
    public static ContentReference Of(string path, CancellationToken cancellation)
    {
        var full = Path.GetFullPath(path);
        using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        long length = 0;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            length += read;
        }

        return new ContentReference
        {
            // By its absolute text: an address made from a path is written to JSON as that path, which nobody reads back as a file address.
            Uri = new Uri(new Uri(full).AbsoluteUri),
            Length = length,
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Name = Path.GetFileName(full),
        };
    }
}
