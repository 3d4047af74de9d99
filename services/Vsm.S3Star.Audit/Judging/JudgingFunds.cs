using MassTransit;
using Vsm.Contracts.Control;
using Vsm.Contracts.Operations;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Has Control set aside what asking a model may cost, before it is asked. The ruling says what it did.</summary>
internal sealed class JudgingFunds(IRequestClient<ReserveJudging> control, TimeProvider clock)
{
    public const string Queue = "vsm.s3.tasks";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int MostSilences = 3;
    private const int MostTries = 10;

    public async Task<JudgingMeans> AskAsync(TaskResultMessage work, int evaluation, JudgingNeeds needs, CancellationToken cancel)
    {
        var silences = 0;
        for (var tries = 1; ; tries++)
        {
            try
            {
                var answer = await control.GetResponse<JudgingGranted, JudgingRefused>(
                    new ReserveJudging
                    {
                        TaskId = work.TaskId, Attempt = work.Attempt, Evaluation = evaluation, Usage = work.Usage, Least = needs.Least, Wanted = needs.Wanted, CanWait = true,
                    },
                    cancel);
                if (answer.Is(out Response<JudgingGranted>? granted))
                    return new JudgingMeans(granted.Message.Amount, granted.Message.CallLimit);
                if (answer.Is(out Response<JudgingRefused>? refused) && refused.Message.Waits)
                    throw new JudgingWaitsException(refused.Message.Reason);
                if (refused is not null && (!refused.Message.Again || tries >= MostTries))
                    return JudgingMeans.None(refused.Message.Reason);

                await Task.Delay(Pause, clock, cancel);
            }
            catch (RequestTimeoutException)
            {
                if (++silences >= MostSilences)
                    return JudgingMeans.None("Control does not say whether the budgets allow it: see that Vsm.S3.Control runs, and retry.");
            }
        }
    }
}

/// <summary>What asking a model takes, in USD.</summary>
/// <param name="Least">For one answer.</param>
/// <param name="Wanted">With a repair and retries.</param>
internal sealed record JudgingNeeds(decimal Least, decimal Wanted);

/// <summary>What may be spent, in USD.</summary>
/// <param name="Limit">On all answers together.</param>
/// <param name="CallLimit">On one call; null: no limit of its own.</param>
/// <param name="Refusal">Why nothing may be.</param>
internal sealed record JudgingMeans(decimal Limit, decimal? CallLimit, string? Refusal = null)
{
    public static JudgingMeans None(string reason) => new(0, null, reason);
}

/// <summary>The task waits until judging can be paid; Control says when.</summary>
internal sealed class JudgingWaitsException(string reason) : Exception(reason);

/// <summary>Asks for the money that a judge needs.</summary>
internal delegate Task<JudgingMeans> AskForFunds(JudgingNeeds needs, CancellationToken cancel);
