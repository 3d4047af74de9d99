namespace Vsm.Bus.Queues;

/// <summary>A queue is, or would be, declared in a way that does not keep our promises. No later try finds it otherwise.</summary>
public sealed class QueueMismatchException(string message) : MessageRefusedException(message);
