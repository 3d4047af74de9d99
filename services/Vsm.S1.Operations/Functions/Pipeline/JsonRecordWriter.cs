using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vsm.S1.Operations.Functions;

internal sealed class JsonRecordWriter : IRecordWriter
{
    // Data for programs, shown as text: nothing of it is ever part of a page, so letters stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private bool _any;

    public void Begin(FieldNames names)
    {
    }

    public void Write(Record record)
    {
        _buffer.Write(_any ? ",\n  "u8 : "[\n  "u8);
        _any = true;
        using var json = new Utf8JsonWriter(_buffer, Options);
        json.WriteStartObject();
        for (var i = 0; i < record.Names.Count; i++)
        {
            json.WritePropertyName(record.Names.Names[i]);
            switch (record.Values[i])
            {
                case null:
                    json.WriteNullValue();
                    break;
                case decimal number:
                    json.WriteNumberValue(number);
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case var value:
                    json.WriteStringValue(Values.Text(value));
                    break;
            }
        }

        json.WriteEndObject();
    }

    public string Take()
    {
        var text = Encoding.UTF8.GetString(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        return text;
    }

    public void End() => _buffer.Write(_any ? "\n]\n"u8 : "[]\n"u8);
}
