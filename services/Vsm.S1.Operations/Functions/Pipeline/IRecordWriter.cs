namespace Vsm.S1.Operations.Functions;

/// <summary>Writes records as text of one format.</summary>
internal interface IRecordWriter
{
    void Begin(FieldNames names);

    void Write(Record record);

    /// <summary>What was written since the last call.</summary>
    string Take();

    /// <summary>Writes what closes the records.</summary>
    void End();
}
