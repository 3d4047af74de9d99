using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Vsm.Bus;
using Vsm.Contracts.Dashboard;
using Vsm.Dashboard.Data;
using Vsm.Sagas.Tests.Dashboard;
using Vsm.Testing;

namespace Vsm.Sagas.Tests.Failures;

/// <summary>The dashboard beside a consumer that fails when it is told to.</summary>
internal sealed class FailureBench : IAsyncDisposable
{
    public const string Queue = "vsm.sagas.failures";
    public const string Path = "/api/v1/failed-messages";

    public const string ResolvedAfter = "Vsm:Failures:ResolvedAfter";

    private FailureBench(FunctionHarness function) => Function = function;

    public FunctionHarness Function { get; }

    public Cause Cause { get; private init; } = new();

    public static async Task<FailureBench> StartAsync(params (string Key, string Value)[] settings)
    {
        var cause = new Cause();
        var function = await Given.DashboardAsync(
            x =>
            {
                x.Services.AddSingleton(cause);
                x.AddToBus(bus => bus.AddConsumer<StubbornConsumer>());
            },
            [("Vsm:Retries", "0"), .. settings.Any(x => x.Key == ResolvedAfter) ? [] : ((string, string)[])[(ResolvedAfter, "00:00:00.500")], .. settings]);
        return new FailureBench(function) { Cause = cause };
    }

    public Task SendAsync(string text, Guid? id = null) => SendAsync(new DoIt(text), id);

    public async Task SendAsync<T>(T message, Guid? id = null)
        where T : class
    {
        var endpoint = await Function.Harness.Bus.GetSendEndpoint(new Uri($"exchange:{Queue}"));
        await endpoint.Send(message, x => x.MessageId = id ?? NewId.NextGuid());
    }

    public Task SendRawAsync(string body, string contentType, params (string Name, string Value)[] headers) =>
        Function.Harness.Bus.SendRawTo(Queue, new RawMessage
        {
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Headers = headers.ToDictionary(x => x.Name, x => x.Value),
        });

    /// <summary>Sends messages that fail, and waits until they are kept.</summary>
    public async Task<IReadOnlyList<JsonElement>> FailAsync(string reason, params string[] texts)
    {
        var before = (await ListAsync()).Count;
        Cause.Reason = reason;
        foreach (var text in texts)
        {
            await SendAsync(text);
        }

        return await Eventually.ReadAsync("failed messages", () => ListAsync(), x => x.Count == before + texts.Length);
    }

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string query = "") => (await Function.GetAsync($"{Path}?limit=500&{query}")).Items();

    public Task<JsonElement> ShowAsync(Guid id) => Function.GetAsync($"{Path}/{id}");

    public async Task<JsonElement> OnlyAsync(string state) =>
        (await Eventually.ReadAsync($"the one message {state}", () => ListAsync(), x => x.Count == 1 && x[0].Text("state") == state))[0];

    public async Task<JsonElement> PostAsync(string path, object body)
    {
        var response = await Function.PostAsync($"{Path}{path}", body);
        Assert.That((int)response.StatusCode, Is.EqualTo(202), await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<JsonElement> RetryAsync(Guid id, string? note = null) => PostAsync($"/{id}/retry", new { by = "Ada", note });

    /// <summary>What people did, as the journal has it.</summary>
    public async Task<IReadOnlyList<(string? By, string Kind, string? Reason)>> ActsAsync()
    {
        await using var db = await Function.Services.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var records = await db.Records.Where(x => x.Kind.StartsWith(JournalKinds.FailedMessage)).ToListAsync();
        return [.. records.Select(x => (x.Actor, x.Kind, JsonElement.Parse(x.Data!).Text("reason")))];
    }

    public ValueTask DisposeAsync() => Function.DisposeAsync();
}
