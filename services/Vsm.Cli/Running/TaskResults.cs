using Vsm.Cli.Client;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Reads tasks with their rulings, a few at a time.</summary>
internal static class TaskResults
{
    public const int AtOnce = 8;

    public static async Task<IReadOnlyList<TaskResult>> Read(VsmClient client, IReadOnlyList<Guid> ids, CancellationToken cancellation)
    {
        var results = new TaskResult[ids.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Count), Bounded(cancellation), async (index, token) =>
            results[index] = await Read(client, ids[index].ToString(), token));
        return results;
    }

    public static async Task<TaskResult> Read(VsmClient client, string id, CancellationToken cancellation) =>
        new(await client.Task(id, cancellation), await client.Rulings(id, cancellation));

    public static ParallelOptions Bounded(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}

internal sealed record TaskResult(TaskView Task, IReadOnlyList<Ruling> Rulings);
