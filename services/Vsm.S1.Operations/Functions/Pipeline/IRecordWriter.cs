namespace Vsm.S1.Operations.Functions;

/// <summary>Writes records as text of one format.</summary>
internal interface IRecordWriter
{
    /// <summary>Length so far in UTF-8.</summary>
    long Bytes { get; }

    void Begin(FieldNames names);

    void Write(Record record);

    string End();
}
