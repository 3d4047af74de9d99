namespace Vsm.Testing;

/// <summary>Settings of a service that runs by itself.</summary>
public static class ServiceSettings
{
    public static Dictionary<string, string> Of(Uri broker, string database, string? content = null) => new()
    {
        ["Vsm:RabbitMq:Uri"] = broker.ToString(),
        ["Vsm:Database:ConnectionString"] = database,
        ["Vsm:Http:Urls"] = "http://127.0.0.1:0",
        ["Vsm:Content:Roots"] = content ?? "",
        // Never the store of whoever runs the tests, which a service looks through for what is old.
        ["Vsm:Content:Store"] = Path.Combine(Path.GetTempPath(), "vsm-test-content"),
    };
}
