using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vsm.Cli.Reports;

/// <summary>How data is written as JSON: whole documents indented, streams a line each.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Document = Create(indented: true, JsonIgnoreCondition.Never);
    private static readonly JsonSerializerOptions OneLine = Create(indented: false, JsonIgnoreCondition.WhenWritingNull);

    /// <summary>Every member is written, also those without a value, so that readers find them all.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Document);

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, OneLine);

    private static JsonSerializerOptions Create(bool indented, JsonIgnoreCondition ignore) => new(JsonSerializerDefaults.Web)
    {
        WriteIndented = indented,
        DefaultIgnoreCondition = ignore,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
