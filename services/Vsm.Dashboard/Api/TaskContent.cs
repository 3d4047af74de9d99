using System.Globalization;
using System.Text;
using Vsm.Contracts.Http;
using Vsm.Contracts.Operations;
using Vsm.Dashboard.Http;
using Vsm.Hosting;
using Vsm.Hosting.Storage;

namespace Vsm.Dashboard.Api;

/// <summary>What tasks bring with them that is kept in the content store.</summary>
internal sealed class TaskContent(ContentStore store, IContentObjects objects)
{
    private const string Name = "task.txt";
    private const int Beginning = 2000;

    /// <summary>A task whose content no message can hold, with the content as its file; others as they are.</summary>
    public static bool IsLarge(TaskRequest request) => Encoding.UTF8.GetByteCount(request.Content) > RequestLimits.Content;

    /// <summary>What stands in the place of large content.</summary>
    public static TaskRequest Shortened(TaskRequest request) => request with
    {
        Content = string.Create(
            CultureInfo.InvariantCulture,
            $"{Text.Cut(request.Content, Beginning)}\n[the beginning of {Encoding.UTF8.GetByteCount(request.Content)} bytes; all of it is in the file {Name}]"),
    };

    /// <summary>The reference to large content, once it is stored.</summary>
    public async Task<ContentReference> StoreAsync(string content, CancellationToken cancel)
    {
        var stored = await store.StoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(content), writable: false), cancel);
        return new ContentReference { Uri = stored.Address, Length = stored.Length, Sha256 = stored.Sha256, Name = Name };
    }

    /// <summary>Problems of references to stored content, which is in use from now on.</summary>
    public async Task<IReadOnlyList<(string Path, string Message)>> UseAsync(IReadOnlyList<ContentReference> references, CancellationToken cancel)
    {
        var problems = new List<(string, string)>();
        foreach (var (index, reference) in references.Index().Where(x => ContentAddress.IsOfStore(x.Item.Uri)))
        {
            var hash = ContentAddress.HashOf(reference.Uri);
            if (hash is null || !string.Equals(hash, reference.Sha256, StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(($"references[{index}].uri", $"is no address of stored content with that sha256; expected {ContentAddress.Of("…")}"));
            }
            else if (await objects.TouchAsync(hash, cancel) is not { } length)
            {
                problems.Add(($"references[{index}].uri", "names content that is not stored; store it with POST /api/v1/content"));
            }
            else if (length != reference.Length)
            {
                problems.Add(($"references[{index}].length", $"found {reference.Length}; the content has {length} bytes"));
            }
        }

        return problems;
    }
}
