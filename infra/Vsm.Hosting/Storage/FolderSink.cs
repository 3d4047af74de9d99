namespace Vsm.Hosting.Storage;

/// <summary>A file that content is written to before it has a name.</summary>
/// <param name="path">Where it is written.</param>
/// <param name="keep">Gives it its name.</param>
internal sealed class FolderSink(string path, Action<string, string> keep) : IContentSink
{
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await _file.WriteAsync(bytes, cancel);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    public async Task CommitAsync(string sha256, CancellationToken cancel)
    {
        try
        {
            await _file.FlushAsync(cancel);
            _file.Flush(flushToDisk: true);
            await _file.DisposeAsync();
            keep(path, sha256);
        }
        catch (Exception exception) when (exception is IOException and not ContentUnavailableException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    internal static ContentStoreUnavailableException Unavailable(Exception exception) =>
        new($"The content store does not work now: {exception.Message}", exception);
}
