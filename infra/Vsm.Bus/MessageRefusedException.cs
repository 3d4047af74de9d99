namespace Vsm.Bus;

/// <summary>A message that no later try could succeed with: it goes to the error queue at once, with this reason.</summary>
public class MessageRefusedException(string message) : Exception(message);
