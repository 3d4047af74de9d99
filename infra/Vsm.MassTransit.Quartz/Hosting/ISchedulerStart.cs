namespace MassTransit;

/// <summary>Registered by a process that knows how to wait for its database, it makes the scheduler when the process starts.</summary>
public interface ISchedulerStart
{
    /// <param name="create">Makes it; may be called again when it failed.</param>
    /// <param name="cancel">Ends the start.</param>
    Task RunAsync(Func<CancellationToken, Task> create, CancellationToken cancel);
}
