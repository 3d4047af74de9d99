using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Vsm.Hosting;
using Vsm.Hosting.Storage;
using Vsm.Testing;

namespace Vsm.Unit.Tests.Hosting;

/// <summary>A content store in a folder for one test.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StoreFolder(long largest = 1 << 20, DateTimeOffset? now = null)
    {
        Clock = new ManualClock(now ?? new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        (Objects, Content) = Open(largest);
    }

    public ManualClock Clock { get; }

    public string Path => _folder.File("store");

    public FolderObjects Objects { get; }

    public ContentStore Content { get; }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same folder as another process has it.</summary>
    public (FolderObjects Objects, ContentStore Content) Open(long largest = 1 << 20)
    {
        var options = Options.Create(new ContentOptions { Store = Path, Largest = largest });
        var objects = new FolderObjects(options, Clock);
        return (objects, new ContentStore(options, objects));
    }

    public string FileOf(StoredContent stored) => System.IO.Path.Combine(Path, "objects", stored.Sha256[..2], stored.Sha256);

    public string[] Files(string part) => Directory.GetFiles(System.IO.Path.Combine(Path, part), "*", SearchOption.AllDirectories);

    public Task<StoredContent> StoreAsync(string text) => Content.StoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);

    public async Task<string> ReadAsync(StoredContent stored)
    {
        using var reader = new StreamReader(await Content.OpenReadAsync(stored.Address, stored.Length, stored.Sha256, CancellationToken.None));
        return await reader.ReadToEndAsync();
    }

    public void Dispose() => _folder.Dispose();
}
