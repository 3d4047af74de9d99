namespace Vsm.Bus.Retries;

/// <summary>Knows failures of one thing that consumers depend on, such as a store, by type and code and never by text.</summary>
public interface ITransientFailures
{
    /// <summary>Judges this one exception; what it wraps is judged apart.</summary>
    FailureKind KindOf(Exception exception);
}
