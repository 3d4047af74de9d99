using System.Text.Json;
using Vsm.Testing;

namespace Vsm.Integration.Tests.Services;

/// <summary>Messages as clients write them that know nothing of our assemblies.</summary>
internal static class Envelope
{
    public const string Json = "application/vnd.masstransit+json";
    public const string AssignTask = "Vsm.Contracts.Control:AssignTaskMessage";

    public static string Of(string type, object message) =>
        JsonSerializer.Serialize(new { messageId = Guid.NewGuid(), messageType = (string[])[$"urn:message:{type}"], message });

    /// <summary>The sales report of a VSM instance that has the sample applied.</summary>
    public static Dictionary<string, object> SalesReport(Guid id, string vsm)
    {
        var file = new FileInfo(Samples.Of("sales-report", "orders.csv"));
        using var content = file.OpenRead();
        return new()
        {
            ["taskId"] = id,
            ["vsm"] = vsm,
            ["content"] = "Report the sales of 2025 per region and month.",
            ["requiredCapabilities"] = (string[])["sales-totals"],
            ["references"] = (object[])
            [
                new
                {
                    uri = new Uri(file.FullName).AbsoluteUri,
                    length = file.Length,
                    sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
                    name = "orders.csv",
                },
            ],
        };
    }
}
