namespace Vsm.Dashboard.Api;

internal static class StartApi
{
    /// <summary>What people see who open the address in a browser.</summary>
    public static void MapStart(this WebApplication app) => app.MapGet("/", () => TypedResults.Ok(new Dictionary<string, string>
    {
        ["name"] = "Vsm.Messaging",
        ["api"] = "/openapi/v1.json",
        ["tasks"] = "/api/v1/tasks",
        ["approvals"] = "/api/v1/approvals",
        ["stream"] = "/api/v1/stream",
    })).ExcludeFromDescription();
}
