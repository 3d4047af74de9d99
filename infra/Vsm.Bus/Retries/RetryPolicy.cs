using MassTransit;

namespace Vsm.Bus.Retries;

/// <summary>Tries again as <see cref="RetryRules"/> say, each time in a new scope.</summary>
/// <param name="rules">The rules.</param>
/// <param name="kinds">Tells failures apart.</param>
/// <param name="clock">Measures how long is waited.</param>
/// <param name="stopping">The process stops: what waits for an outage to end is given back at once.</param>
internal sealed class RetryPolicy(RetryRules rules, FailureKinds kinds, TimeProvider clock, CancellationToken stopping) : IRetryPolicy
{
    private readonly RetryRules _rules = rules;
    private readonly FailureKinds _kinds = kinds;
    private readonly TimeProvider _clock = clock;
    private readonly CancellationToken _stopping = stopping;

    public RetryPolicyContext<T> CreatePolicyContext<T>(T context)
        where T : class, PipeContext =>
        new Message<T>(this, context);

    public bool IsHandled(Exception exception) => exception is not (MessageRefusedException or OperationCanceledException);

    public void Probe(ProbeContext context) => context.Set(new { Policy = "Vsm", _rules.OutagePatience, _rules.Others, RetryRules.Conflicts });

    /// <summary>The tries of one message.</summary>
    private sealed class Message<T>(RetryPolicy policy, T context) : RetryPolicyContext<T>
        where T : class, PipeContext
    {
        private readonly long _start = policy._clock.GetTimestamp();
        private readonly int[] _failures = new int[Enum.GetValues<FailureKind>().Length];
        private int _tries;

        public T Context => context;

        public bool CanRetry(Exception exception, out RetryContext<T> retryContext)
        {
            var kind = policy._kinds.Of(exception);
            var pause = policy.IsHandled(exception) && !(kind == FailureKind.Unavailable && policy._stopping.IsCancellationRequested)
                ? policy._rules.Pause(kind, _failures[(int)kind]++, policy._clock.GetElapsedTime(_start), Random.Shared.NextDouble())
                : null;
            retryContext = new Try<T>(this, context, exception, ++_tries, pause, kind == FailureKind.Unavailable ? policy._stopping : context.CancellationToken);
            return pause is not null && !context.CancellationToken.IsCancellationRequested;
        }

        public Task RetryFaulted(Exception exception) => Task.CompletedTask;

        public void Cancel()
        {
            // Comes when the bus stops; what may not wait for that was told by the token.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }

    private sealed class Try<T>(Message<T> message, T context, Exception exception, int number, TimeSpan? pause, CancellationToken cancel) : RetryContext<T>
        where T : class, PipeContext
    {
        public T Context => context;

        public CancellationToken CancellationToken => cancel;

        public Exception Exception => exception;

        public int RetryAttempt => number;

        public int RetryCount => number - 1;

        public TimeSpan? Delay => pause;

        public Type ContextType => typeof(T);

        public bool CanRetry(Exception exception, out RetryContext<T> retryContext) => message.CanRetry(exception, out retryContext);

        public Task PreRetry() => Task.CompletedTask;

        public Task RetryFaulted(Exception exception) => Task.CompletedTask;
    }
}
