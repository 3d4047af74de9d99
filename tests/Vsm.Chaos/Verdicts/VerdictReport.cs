using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vsm.Chaos.Verdicts;

/// <summary>A verdict as a table for people, and as JSON under the names of its columns.</summary>
internal static class VerdictReport
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Table(Verdict verdict)
    {
        var text = new StringBuilder();
        Row(text, "attempted", verdict.Attempted);
        Row(text, "acknowledged", verdict.Acknowledged);
        Row(text, "finished per state", string.Join(", ", verdict.Finished.Select(x => $"{x.Key} {x.Value}")));
        foreach (var zero in verdict.Zeros)
        {
            Row(text, zero.Name, zero.Count);
            foreach (var one in zero.Cases)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"    {one}");
            }
        }

        Row(text, "delivered again", verdict.DeliveredAgain);
        Row(text, "poison sent", verdict.PoisonSent);
        Row(text, "poison copies", verdict.PoisonCopies);
        Row(text, "on the way", string.Join(", ", verdict.Disturbed.OrderBy(x => x.Key).Select(x => $"{x.Key} {x.Value}")));
        if (verdict.Recoveries.Count > 0)
        {
            text.AppendLine().AppendLine("time to recover after each fault (seconds: when, how long it was away, from then to the first task handed in and done)");
        }

        foreach (var recovery in verdict.Recoveries)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture, $"  {recovery.AtSeconds,7:0.0} {recovery.DownSeconds,6:0.0} {Seconds(recovery.WorkingAgainSeconds),6}  {recovery.Fault}");
        }

        return text.ToString();
    }

    public static JsonObject ToJson(Verdict verdict)
    {
        var json = new JsonObject
        {
            ["attempted"] = verdict.Attempted,
            ["acknowledged"] = verdict.Acknowledged,
            ["finished per state"] = new JsonObject(verdict.Finished.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)x.Value))),
        };
        foreach (var zero in verdict.Zeros)
        {
            json[zero.Name] = zero.Count;
        }

        json["delivered again"] = verdict.DeliveredAgain;
        json["poison sent"] = verdict.PoisonSent;
        json["poison copies"] = verdict.PoisonCopies;
        json["on the way"] = new JsonObject(verdict.Disturbed.Select(x => KeyValuePair.Create(x.Key, (JsonNode?)x.Value)));
        json["time to recover after each fault"] = new JsonArray([.. verdict.Recoveries.Select(x => (JsonNode)new JsonObject
        {
            ["fault"] = x.Fault,
            ["at"] = Rounded(x.AtSeconds),
            ["away"] = Rounded(x.DownSeconds),
            ["working again"] = x.WorkingAgainSeconds is { } seconds ? Rounded(seconds) : null,
        })]);
        json["cases"] = new JsonObject(verdict.Zeros.Where(x => x.Count > 0)
            .Select(x => KeyValuePair.Create(x.Name, (JsonNode?)new JsonArray([.. x.Cases.Select(y => (JsonNode)y)]))));
        json["passed"] = verdict.Passed;
        return json;
    }

    public static string Write(JsonNode json) => json.ToJsonString(Json);

    /// <summary>The last line of a run.</summary>
    public static string Summary(Verdict verdict) => verdict.Passed
        ? $"passed: {verdict.Acknowledged} tasks, {verdict.Recoveries.Count} faults, every promised zero is zero"
        : $"failed: {string.Join(", ", verdict.Zeros.Where(x => x.Count > 0).Select(x => $"{x.Name} {x.Count}"))}";

    private static void Row(StringBuilder text, string name, object value) => text.AppendLine(CultureInfo.InvariantCulture, $"{name,-48} {value}");

    private static string Seconds(double? seconds) => seconds is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) : "-";

    private static double Rounded(double seconds) => Math.Round(seconds, 2);
}
