namespace Vsm.Bus;

/// <summary>The broker did not answer for as long as a start waits for it, or refused the process.</summary>
public sealed class BrokerUnavailableException(string message, Exception inner) : Exception(message, inner);
