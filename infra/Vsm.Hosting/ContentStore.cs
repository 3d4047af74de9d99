using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vsm.Bus.Retries;
using Vsm.Hosting.Storage;

namespace Vsm.Hosting;

/// <summary>Content that messages refer to: what was stored, and files below the configured folders, only as they were when they were referred to.</summary>
public sealed class ContentStore(IOptions<ContentOptions> options, IContentObjects objects)
{
    private readonly string[] _roots =
        [.. options.Value.Roots.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(x => RealPath.Of(Path.GetFullPath(x)))];

    /// <summary>The most bytes that one piece of content may have.</summary>
    public long Largest => options.Value.Largest;

    /// <summary>Opens the content. The stream fails at its end when the content is not what the hash says.</summary>
    /// <exception cref="ContentUnavailableException">It may not be read, is not there, or has changed.</exception>
    /// <exception cref="ContentStoreUnavailableException">The store is not there now.</exception>
    public async Task<Stream> OpenReadAsync(Uri uri, long length, string sha256, CancellationToken cancel)
    {
        var stream = ContentAddress.IsOfStore(uri) ? await OpenStoredAsync(uri, sha256, cancel) : OpenFile(uri);
        if (stream.Length is var now && now != length)
        {
            await stream.DisposeAsync();
            throw new ContentUnavailableException($"{uri} has changed: it has {now} bytes where {length} were handed in. Hand the task in again.");
        }

        return new VerifiedStream(stream, uri, sha256);
    }

    /// <summary>Begins to store content.</summary>
    public async Task<ContentWriter> CreateAsync(CancellationToken cancel) => new(await objects.CreateAsync(cancel), Largest);

    /// <summary>Stores what a stream has, in memory that does not grow with it.</summary>
    public async Task<StoredContent> StoreAsync(Stream stream, CancellationToken cancel)
    {
        await using var writer = await CreateAsync(cancel);
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            await writer.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return await writer.CompleteAsync(cancel);
    }

    private async Task<Stream> OpenStoredAsync(Uri uri, string sha256, CancellationToken cancel)
    {
        var hash = ContentAddress.HashOf(uri) ?? throw new ContentUnavailableException($"{uri} is no address of stored content; expected {ContentAddress.Of("…")}.");
        return !string.Equals(hash, sha256, StringComparison.OrdinalIgnoreCase)
            ? throw new ContentUnavailableException($"{uri} is referred to as content with the SHA-256 {sha256}, which it is not.")
            : await objects.OpenAsync(hash, cancel) ?? throw new ContentUnavailableException(
                $"{uri} is not in the content store: it was never stored there, or was removed as no task referred to it. Store it again with POST /api/v1/content.");
    }

    private FileStream OpenFile(Uri uri)
    {
        if (!uri.IsAbsoluteUri || !uri.IsFile)
        {
            throw new ContentUnavailableException($"{uri} is no file; only file: addresses such as file:///data/orders.csv are read, and {ContentAddress.Scheme}: addresses.");
        }

        // A link inside a root that points out of it must not lead out of it.
        var path = RealPath.Of(Path.GetFullPath(uri.LocalPath));
        if (!_roots.Any(x => RealPath.IsBelow(path, x)))
        {
            throw new ContentUnavailableException($"{uri} lies outside the folders of Vsm:Content:Roots.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new ContentUnavailableException($"{uri} cannot be read: {exception.Message}");
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
        builder.Services.AddOptionsWithValidateOnStart<ContentOptions, ContentOptionsValidator>().BindConfiguration(ContentOptions.Section);
        builder.Services.AddSingleton<IContentObjects, FolderObjects>();
        builder.Services.AddSingleton<ITransientFailures, ContentFailures>();
        builder.Services.AddSingleton<ContentStore>();
        return builder;
    }
}
