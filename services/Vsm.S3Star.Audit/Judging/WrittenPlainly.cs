using System.Text.Encodings.Web;
using System.Text.Json;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>JSON that people and models can read: characters stand for themselves.</summary>
internal static class WrittenPlainly
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
