namespace Vsm.Bus.Retries;

/// <summary>Judges a failure together with everything that it wraps, as MassTransit and Entity Framework wrap what they pass on.</summary>
public sealed class FailureKinds(IEnumerable<ITransientFailures> known)
{
    private const int Deepest = 16;
    private readonly ITransientFailures[] _known = [.. known];

    public FailureKind Of(Exception exception) => Causes(exception, Deepest).SelectMany(_ => _known, (cause, x) => x.KindOf(cause)).DefaultIfEmpty().Max();

    private static IEnumerable<Exception> Causes(Exception exception, int depth)
    {
        var inner = exception is AggregateException several ? several.InnerExceptions : exception.InnerException is { } one ? [one] : (IEnumerable<Exception>)[];
        return depth == 0 ? [exception] : inner.SelectMany(x => Causes(x, depth - 1)).Prepend(exception);
    }
}
