namespace Vsm.Persistence;

/// <summary>The database did not answer for as long as a start waits for it.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);
