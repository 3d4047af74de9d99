using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Vsm.Hosting.Storage;

/// <summary>
/// Objects as files of one folder: <c>objects/ab/ab…</c>, written below <c>incoming</c> and renamed. When an object was last used is the file's time of last
/// writing. Links are followed up to the folder and never in it.
/// </summary>
internal sealed class FolderObjects(IOptions<ContentOptions> options, TimeProvider clock) : IContentObjects
{
    /// <summary>Tells the folder from the empty place that a share leaves which is not mounted.</summary>
    internal const string Marker = ".vsm-content";

    // Writers that are at work write at least once in this time.
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);
    private readonly bool _isNamed = !string.IsNullOrWhiteSpace(options.Value.Store);
    private readonly string? _root = Root(options.Value.Store);

    private string Incoming => Path.Combine(_root!, "incoming");

    private string Objects => Path.Combine(_root!, "objects");

    public Task<IContentSink> CreateAsync(CancellationToken cancel) => Done<IContentSink>(() =>
    {
        Make(Incoming);
        Make(Objects);
        var marker = Path.Combine(_root!, Marker);
        if (!File.Exists(marker))
        {
            File.WriteAllText(marker, "Content that tasks refer to. Removed by its services when it is over.\n");
        }

        return new FolderSink(Path.Combine(Incoming, $"{Guid.NewGuid():n}.part"), Keep);
    });

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancel) => Done<Stream?>(() => Find(sha256) is { } path
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan)
        : null);

    public Task<long?> TouchAsync(string sha256, CancellationToken cancel) => Done<long?>(() =>
    {
        if (Find(sha256) is not { } path)
        {
            return null;
        }

        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        return new FileInfo(path).Length;
    });

    public async IAsyncEnumerable<string> UnusedSinceAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        if (!IsThere())
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(Objects).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancel.ThrowIfCancellationRequested();
            if (ContentAddress.IsHash(file.Name) && file.LinkTarget is null && file.LastWriteTimeUtc < before.UtcDateTime)
            {
                yield return file.Name;
            }
        }
    }

    // Taken out of sight first: who touches it from now on finds nothing, and who did before is seen here.
    public Task<bool> RemoveAsync(string sha256, DateTimeOffset before, CancellationToken cancel) => Done(() =>
    {
        if (Find(sha256) is not { } path)
        {
            return false;
        }

        var aside = Path.Combine(Incoming, $"{Guid.NewGuid():n}.gone");
        File.Move(path, aside);
        if (File.GetLastWriteTimeUtc(aside) < before.UtcDateTime)
        {
            File.Delete(aside);
            return true;
        }

        File.Move(aside, path, overwrite: true);
        return false;
    });

    public Task<int> RemoveLeftoversAsync(CancellationToken cancel) => Done(() =>
    {
        if (!IsThere() || !Directory.Exists(Incoming))
        {
            return 0;
        }

        var old = clock.GetUtcNow().UtcDateTime - LongestPause;
        var left = new DirectoryInfo(Incoming).EnumerateFiles().Where(x => x.LastWriteTimeUtc < old).ToList();
        left.ForEach(x => x.Delete());
        return left.Count;
    });

    private static string? Root(string? named)
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return !string.IsNullOrWhiteSpace(named) ? RealPath.Of(Path.GetFullPath(named)) : data.Length > 0 ? RealPath.Of(Path.Combine(data, "vsm", "content")) : null;
    }

    private void Keep(string written, string sha256)
    {
        var path = PathOf(sha256);
        Make(Path.GetDirectoryName(path)!);
        File.SetLastWriteTimeUtc(written, clock.GetUtcNow().UtcDateTime);

        // Over an object that is there, too: what lies there may have been damaged since.
        File.Move(written, path, overwrite: true);
    }

    private string? Find(string sha256)
    {
        var path = PathOf(sha256);
        RefuseLinks(path);
        return File.Exists(path) ? path
            : IsThere() ? null
            : throw new ContentStoreUnavailableException($"The content store {_root} is not there: it lacks {Marker}. Is the share mounted, and Vsm:Content:Store right?");
    }

    /// <summary>Whether it can be told what lies in the store; one that nobody named may not have been made yet.</summary>
    private bool IsThere() => _root is not null && Directory.Exists(Objects) && File.Exists(Path.Combine(_root, Marker)) || !_isNamed && !Directory.Exists(_root);

    private string PathOf(string sha256) => ContentAddress.IsHash(sha256)
        ? Path.Combine(Objects, sha256[..2], sha256)
        : throw new ArgumentException($"'{sha256}' is no SHA-256.", nameof(sha256));

    private void Make(string folder)
    {
        Directory.CreateDirectory(folder);
        RefuseLinks(folder);
    }

    private void RefuseLinks(string path)
    {
        for (var at = path; at.Length > _root!.Length; at = Path.GetDirectoryName(at)!)
        {
            if (new FileInfo(at).LinkTarget is not null)
            {
                throw new ContentUnavailableException($"{at} is a link; the content store follows none.");
            }
        }
    }

    private Task<T> Done<T>(Func<T> work)
    {
        if (_root is null)
        {
            throw new ContentStoreUnavailableException("There is no content store: the user has no folder for data. Set Vsm:Content:Store.");
        }

        try
        {
            return Task.FromResult(work());
        }
        catch (Exception exception) when (exception is IOException and not (ContentUnavailableException or ContentStoreUnavailableException) or UnauthorizedAccessException)
        {
            throw FolderSink.Unavailable(exception);
        }
    }
}
