using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;

namespace Vsm.Unit.Tests.Cli;

/// <summary>Settings of the <see cref="FakeServer"/>.</summary>
internal static class FakeSettings
{
    private static readonly SettingView Price = new()
    {
        Name = "price:openai/gpt-4o-mini", Value = "input=0.15 output=0.60", Version = 7, Description = "USD for a million tokens.", Expected = "input=… output=…", Default = "Vsm:Ai:Prices",
    };

    private static readonly SettingView Corrections = new()
    {
        Name = "limits.corrections", Vsm = "root", Version = 0, Description = "How often.", Expected = "a whole number", Default = "limits.corrections of the organisation",
    };

    private static readonly SettingVersion Change = new()
    {
        Version = 7, Name = Price.Name, Before = "input=1 output=1", Value = Price.Value, By = "ada", At = DateTimeOffset.UnixEpoch, Reason = "dear", Undoes = 5,
    };

    public static void Map(IEndpointRouteBuilder api, ConcurrentQueue<(string Path, object Body)> posted)
    {
        api.MapGet("/settings", () => new Page<SettingView> { Items = [Corrections, Price] });
        api.MapGet("/settings/history", (string? name, int? limit) => new Page<SettingVersion> { Items = [Change], Next = $"{name} {limit}" });
        api.MapGet("/settings/{**name}", (string name) => name == Price.Name ? Results.Ok(Price) : Results.Problem($"no setting {name}", statusCode: 404));
        api.MapPut("/settings/{**name}", (string name, SetSettingRequest request) =>
        {
            posted.Enqueue(($"set {name}", request));
            return request.Version == 7 ? Results.Ok(Price with { Value = request.Value, Version = 8 }) : Results.Problem("Somebody was faster.", statusCode: 409);
        });
        api.MapPost("/settings/history/{version}/undo", (long version, UndoSettingRequest request) =>
        {
            posted.Enqueue(($"undo {version}", request));
            return Price;
        });
    }
}
