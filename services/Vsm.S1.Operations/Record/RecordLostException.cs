namespace Vsm.S1.Operations.Record;

/// <summary>What an earlier run of the attempt recorded does not fit this one, and that run changed something: going on could change it twice.</summary>
internal sealed class RecordLostException() : Exception("What was recorded of this attempt does not fit it any more.");
