namespace Vsm.S3Star.Audit.Checks.Totals;

/// <summary>Data cannot be summed; the message says what is wrong and where.</summary>
internal sealed class UnreadableDataException(string message) : Exception(message);
