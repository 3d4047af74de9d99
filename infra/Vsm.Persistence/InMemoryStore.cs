using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Vsm.Persistence;

/// <summary>
/// State that lives as long as the process. Primary keys and version tokens are enforced, other unique indexes are not; one <c>SaveChanges</c> is
/// one transaction.
/// </summary>
public sealed class InMemoryStore : IStoreProvider
{
    private readonly InMemoryDatabaseRoot _root = new();
    private readonly ConcurrentDictionary<string, int> _numbers = new();

    public int GroupSize => 1;

    public void Configure(DbContextOptionsBuilder options, string schema) => options
        .UseInMemoryDatabase(schema, _root)
        .ConfigureWarnings(x => x.Ignore(InMemoryEventId.TransactionIgnoredWarning));

    public void Adapt(IMutableModel model)
    {
        // A query reads every row of its table, and would read the JSON of each: values are kept as they are, as nobody changes them in place.
        foreach (var property in model.GetEntityTypes().SelectMany(x => x.GetProperties()))
        {
            if (property.GetValueConverter() is IJsonTextConverter json)
            {
                property.SetValueConverter(json.ToItself());
            }
        }
    }

    public Task MigrateAsync(DbContext context, string schema, CancellationToken cancel) => Task.CompletedTask;

    public Task<int> NextNumberAsync(DbContext context, string schema, string sequence, CancellationToken cancel) =>
        Task.FromResult(_numbers.AddOrUpdate($"{schema}.{sequence}", 1, (_, last) => last + 1));

    public Task<bool> TrySaveAsync(DbContext context, IReadOnlyList<Change> changes) => Task.FromResult(false);

    public bool IsDuplicate(Exception exception) => exception is ArgumentException or DbUpdateException { InnerException: ArgumentException };

    public bool IsConflict(Exception exception) => false;

    // State that lives in one process has one process that works on it.
    public Task<bool> TakeLeaseAsync(string schema, string name, string holder, TimeSpan length, CancellationToken cancel) => Task.FromResult(true);

    public bool IsUnavailable(Exception exception) => false;
}
