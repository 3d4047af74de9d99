namespace Vsm.Bus;

/// <summary>A message was not sent because of its size.</summary>
public sealed class MessageTooLargeException(string message) : MessageRefusedException(message);
