namespace Vsm.S3Star.Audit.Checks;

/// <summary>A check asked for an output that could not be read as one text; what was not read is not judged.</summary>
internal sealed class OutputUnreadException(string reason) : Exception(reason);
