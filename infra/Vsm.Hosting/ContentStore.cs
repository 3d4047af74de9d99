using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Vsm.Hosting;

/// <summary>Reads content that messages refer to: files below the configured folders, and only as they were when they were referred to.</summary>
public sealed class ContentStore(IOptions<ContentOptions> options)
{
    private readonly string[] _roots =
        [.. options.Value.Roots.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(x => Real(Path.GetFullPath(x)))];

    /// <summary>Opens the content. The stream fails at its end when the content is not what the hash says.</summary>
    /// <exception cref="ContentUnavailableException">The file may not be read, is not there, or has changed.</exception>
    public Stream OpenRead(Uri uri, long length, string sha256)
    {
        if (!uri.IsAbsoluteUri || !uri.IsFile)
        {
            throw new ContentUnavailableException($"{uri} is no file; only file: addresses such as file:///data/orders.csv are read.");
        }

        var path = Real(Path.GetFullPath(uri.LocalPath));
        if (!_roots.Any(x => path.StartsWith(x.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        {
            throw new ContentUnavailableException($"{uri} lies outside the folders of Vsm:Content:Roots.");
        }

        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
            if (file.Length is var now && now != length)
            {
                file.Dispose();
                throw new ContentUnavailableException($"{uri} has changed: it has {now} bytes where {length} were handed in. Hand the task in again.");
            }

            return new VerifiedStream(file, uri, sha256);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ContentUnavailableException($"{uri} cannot be read: {exception.Message}");
        }
    }

    // A link inside a root that points out of it must not lead out of it.
    private static string Real(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            real = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }

        return real;
    }

    /// <summary>Hashes what is read, and compares when the end is reached.</summary>
    private sealed class VerifiedStream(FileStream inner, Uri uri, string sha256) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private bool _ended;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Verify(buffer[..read], buffer.Length);
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Verify(buffer.Span[..read], buffer.Length);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }

        private void Verify(ReadOnlySpan<byte> read, int wanted)
        {
            _hash.AppendData(read);
            if (read.Length > 0 || wanted == 0 || _ended)
            {
                return;
            }

            _ended = true;
            if (!string.Equals(Convert.ToHexStringLower(_hash.GetHashAndReset()), sha256, StringComparison.OrdinalIgnoreCase))
            {
                throw new ContentUnavailableException($"{uri} has changed since it was handed in: its SHA-256 differs. Hand the task in again.");
            }
        }
    }
}

/// <summary>Content that a message refers to cannot be read.</summary>
public sealed class ContentUnavailableException(string message) : IOException(message);

/// <summary>Registers the content store.</summary>
public static class ContentHosting
{
    public static IHostApplicationBuilder AddContent(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<ContentOptions>(builder.Configuration.GetSection(ContentOptions.Section));
        builder.Services.AddSingleton<ContentStore>();
        return builder;
    }
}
