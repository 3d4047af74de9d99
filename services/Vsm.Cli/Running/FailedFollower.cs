using Vsm.Cli.Client;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Waits until it is known of every retried message whether it came back.</summary>
internal sealed class FailedFollower(VsmClient client, TimeProvider clock)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    public async Task<FailedOutcome> Outcome(IReadOnlyList<Guid> acts, CancellationToken cancellation)
    {
        var outcome = new FailedOutcome(0, 0);
        foreach (var act in acts)
        {
            var progress = await client.FailedProgress(act, cancellation);
            while (progress.Retrying + progress.Sent > 0)
            {
                await Task.Delay(AskEvery, clock, cancellation);
                progress = await client.FailedProgress(act, cancellation);
            }

            outcome = new FailedOutcome(outcome.Resolved + progress.Resolved, outcome.Failed + progress.Failed);
        }

        return outcome;
    }
}

internal sealed record FailedOutcome(int Resolved, int Failed);
