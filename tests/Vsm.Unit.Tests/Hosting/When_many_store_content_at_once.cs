using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vsm.Hosting.Storage;

namespace Vsm.Unit.Tests.Hosting;

public sealed class When_many_store_content_at_once
{
    /// <summary>Writers of several processes store, break off, read and remove; whatever they do, what a writer was told is there and whole.</summary>
    [FsCheck.NUnit.Property(MaxTest = 40)]
    public Property What_was_stored_is_there_whole_and_once() => Prop.ForAll(
        Gen.Choose(0, 5).Zip(Gen.Choose(0, 3)).ListOf(24).ToArbitrary(),
        acts =>
        {
            using var folder = new StoreFolder();
            var stores = Enumerable.Range(0, 3).Select(_ => folder.Open()).ToArray();
            var all = acts.Index().Select(x => Task.Run(() => ActAsync(folder, stores[x.Index % 3].Content, x.Item.Item1, x.Item.Item2))).ToArray();
            var stored = Task.WhenAll(all).GetAwaiter().GetResult().OfType<StoredContent>().ToHashSet();

            return folder.Files("incoming").Length == 0
                && folder.Files("objects").Select(x => Path.GetFileName(x)).Order().SequenceEqual(stored.Select(x => x.Sha256).Order())
                && stored.All(x => StoreFolder.HashOf(folder.ReadAsync(x).GetAwaiter().GetResult()) == x.Sha256);
        });

    // Few different contents, so that writers meet.
    private static async Task<StoredContent?> ActAsync(StoreFolder folder, Vsm.Hosting.ContentStore store, int content, int kind)
    {
        var text = string.Concat(Enumerable.Repeat($"content {content}\n", 1 + (content * 2000)));
        await using var writer = await store.CreateAsync(CancellationToken.None);
        foreach (var piece in text.Chunk(7000))
        {
            await writer.WriteAsync(Encoding.UTF8.GetBytes(piece), CancellationToken.None);
            await Task.Yield();
        }

        if (kind == 0)
        {
            return null; // broken off
        }

        var stored = await writer.CompleteAsync(CancellationToken.None);
        return await folder.ReadAsync(stored) == text ? stored : throw new InvalidOperationException("What was read is not what was written.");
    }
}
