using Vsm.Hosting;
using Vsm.Hosting.Storage;

namespace Vsm.Unit.Tests.Hosting;

public sealed class When_content_is_stored
{
    private readonly StoreFolder _folder = new();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task It_is_named_by_its_hash_and_read_again_as_it_was()
    {
        var stored = await _folder.StoreAsync("orders");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stored, Is.EqualTo(new StoredContent(StoreFolder.HashOf("orders"), 6)));
            Assert.That(stored.Address.ToString(), Is.EqualTo($"vsm-content:/sha256/{stored.Sha256}"));
            Assert.That(await _folder.ReadAsync(stored), Is.EqualTo("orders"));
            Assert.That(_folder.Files("incoming"), Is.Empty);
        }
    }

    [Test]
    public async Task The_same_twice_is_one_object()
    {
        await _folder.StoreAsync("orders");
        await _folder.StoreAsync("orders");

        Assert.That(_folder.Files("objects"), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task What_was_damaged_is_whole_again_when_it_is_stored_again()
    {
        var stored = await _folder.StoreAsync("orders");
        await File.WriteAllTextAsync(_folder.FileOf(stored), "0rders");

        await _folder.StoreAsync("orders");

        Assert.That(await _folder.ReadAsync(stored), Is.EqualTo("orders"));
    }

    [Test]
    public void What_is_too_large_is_refused_and_leaves_nothing()
    {
        var (_, content) = _folder.Open(largest: 5);

        Assert.That(
            async () => await content.StoreAsync(new MemoryStream(new byte[6]), CancellationToken.None),
            Throws.TypeOf<ContentTooLargeException>().With.Message.EqualTo("The content has more than 5 bytes, the most that one piece may have (Vsm:Content:Largest)."));
        Assert.That(_folder.Files("incoming").Concat(_folder.Files("objects")), Is.Empty);
    }

    [TestCase("0rders", "its SHA-256 differs")]
    [TestCase("more orders", "it has 11 bytes where 6 were handed in")]
    public async Task A_change_is_seen_when_it_is_read(string now, string reason)
    {
        var stored = await _folder.StoreAsync("orders");
        await File.WriteAllTextAsync(_folder.FileOf(stored), now);

        Assert.That(() => _folder.ReadAsync(stored), Throws.TypeOf<ContentUnavailableException>().With.Message.Contains(reason));
    }

    [Test]
    public async Task What_is_not_there_is_told_from_a_store_that_is_not_there()
    {
        var stored = await _folder.StoreAsync("orders");
        File.Delete(_folder.FileOf(stored));
        Assert.That(() => _folder.ReadAsync(stored), Throws.TypeOf<ContentUnavailableException>().With.Message.Contains("is not in the content store"));

        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path); // as a share leaves it that is not mounted
        Assert.That(() => _folder.ReadAsync(stored), Throws.TypeOf<ContentStoreUnavailableException>().With.Message.Contains("Is the share mounted"));
    }

    [Test]
    public async Task No_link_in_the_store_is_followed()
    {
        using var outside = new Testing.TemporaryFolder();
        var secret = outside.Write("secret", "orders");
        var stored = await _folder.StoreAsync("orders");
        File.Delete(_folder.FileOf(stored));
        File.CreateSymbolicLink(_folder.FileOf(stored), secret);
        Assert.That(() => _folder.ReadAsync(stored), Throws.TypeOf<ContentUnavailableException>().With.Message.Contains("is a link"));

        var folder = Path.GetDirectoryName(_folder.FileOf(stored))!;
        Directory.Delete(folder, recursive: true);
        Directory.CreateSymbolicLink(folder, outside.Path);
        Assert.That(() => _folder.StoreAsync("orders"), Throws.TypeOf<ContentUnavailableException>().With.Message.Contains("is a link"));
        Assert.That(Directory.GetFiles(outside.Path), Is.EqualTo(new[] { secret }));
    }

    [TestCase("vsm-content:/sha256/../../etc/passwd")]
    [TestCase("vsm-content:/sha256/ABCDEF")]
    [TestCase("vsm-content:/md5/abc")]
    [TestCase("vsm-content:x")]
    public void Only_hashes_are_addresses(string address) =>
        Assert.That(
            () => _folder.Content.OpenReadAsync(new Uri(address), 1, new string('a', 64), CancellationToken.None),
            Throws.TypeOf<ContentUnavailableException>().With.Message.Contains("is no address of stored content"));

    [Test]
    public async Task An_object_in_use_stays_and_one_that_is_not_goes()
    {
        var (used, unused) = (await _folder.StoreAsync("used"), await _folder.StoreAsync("unused"));
        _folder.Clock.Advance(TimeSpan.FromDays(10));
        await _folder.Objects.TouchAsync(used.Sha256, default);
        var before = _folder.Clock.GetUtcNow() - TimeSpan.FromDays(5);

        var old = await _folder.Objects.UnusedSinceAsync(before, default).ToListAsync();
        var removed = (await _folder.Objects.RemoveAsync(used.Sha256, before, default), await _folder.Objects.RemoveAsync(unused.Sha256, before, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(old, Is.EqualTo(new[] { unused.Sha256 }));
            Assert.That(removed, Is.EqualTo((false, true)));
            Assert.That(await _folder.ReadAsync(used), Is.EqualTo("used"));
            Assert.That(await _folder.Objects.TouchAsync(unused.Sha256, default), Is.Null);
        }
    }

    [Test]
    public async Task What_a_killed_writer_left_goes_after_a_day()
    {
        await _folder.StoreAsync("x");
        var (old, young) = (Path.Combine(_folder.Path, "incoming", "a.part"), Path.Combine(_folder.Path, "incoming", "b.part"));
        await File.WriteAllTextAsync(old, "half");
        await File.WriteAllTextAsync(young, "half");
        File.SetLastWriteTimeUtc(old, _folder.Clock.GetUtcNow().UtcDateTime.AddDays(-1).AddMinutes(-1));
        File.SetLastWriteTimeUtc(young, _folder.Clock.GetUtcNow().UtcDateTime.AddHours(-23));

        Assert.That(await _folder.Objects.RemoveLeftoversAsync(default), Is.EqualTo(1));
        Assert.That(_folder.Files("incoming"), Is.EqualTo(new[] { young }));
    }
}
