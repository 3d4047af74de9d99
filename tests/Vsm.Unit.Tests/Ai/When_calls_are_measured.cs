using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.AI;
using Vsm.Ai;
using Vsm.Testing.Models;

namespace Vsm.Unit.Tests.Ai;

public sealed class When_calls_are_measured
{
    [TestCase(false)]
    [TestCase(true)]
    public async Task Every_try_is_an_activity_by_the_names_of_OpenTelemetry_and_holds_no_text(bool streams)
    {
        var model = $"measured-{Guid.NewGuid():n}";
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = x => x.Name == "Vsm.Ai",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = x => Keep(activities, x, model),
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Error(500), ChatReply.Text("A secret answer.", (12, 34))));
        var client = bench.Models.Get($"test/{model}");

        _ = streams ? await client.GetStreamingResponseAsync("A secret question.").ToChatResponseAsync() : await client.GetResponseAsync("A secret question.");

        var (failed, answered) = (activities.First(), activities.Last());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(activities, Has.Count.EqualTo(2));
            Assert.That((failed.Status, failed.GetTagItem("error.type")), Is.EqualTo((ActivityStatusCode.Error, (object)nameof(ModelError.Unavailable))));
            Assert.That((answered.DisplayName, answered.Kind), Is.EqualTo(($"chat {model}", ActivityKind.Client)));
            Assert.That(Tags(answered), Is.SupersetOf((string[])
            [
                "gen_ai.operation.name=chat", "gen_ai.provider.name=test", $"gen_ai.request.model={model}", $"gen_ai.response.model={model}",
                "gen_ai.usage.input_tokens=12", "gen_ai.usage.output_tokens=34", $"server.port={server.Address.Port}",
            ]));
            Assert.That(Tags(answered), Has.None.Contains("secret"));
        }
    }

    [Test]
    public async Task Time_and_tokens_are_metrics()
    {
        await using var server = await ChatServer.StartAsync();
        await using var bench = ModelBench.Of(server.Says(ChatReply.Text("Hello.", (12, 34))));
        var measured = new ConcurrentQueue<(string Name, string? Type)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "Vsm.Ai" && ReferenceEquals(instrument.Meter.Scope, bench.Meters))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((x, value, tags, _) => measured.Enqueue((x.Name, $"{Tag(tags, "gen_ai.token.type")}={value}")));
        listener.SetMeasurementEventCallback<double>((x, _, tags, _) => measured.Enqueue((x.Name, Tag(tags, "error.type"))));
        listener.Start();

        await bench.Models.Get("test/m").GetResponseAsync("Hello");

        Assert.That(measured, Is.EqualTo(((string, string?)[])
        [
            ("gen_ai.client.token.usage", "input=12"), ("gen_ai.client.token.usage", "output=34"), ("gen_ai.client.operation.duration", null),
        ]));
    }

    private static void Keep(ConcurrentQueue<Activity> activities, Activity activity, string model)
    {
        // Other tests call models, too.
        if (Equals(activity.GetTagItem("gen_ai.request.model"), model))
        {
            activities.Enqueue(activity);
        }
    }

    private static string[] Tags(Activity activity) => [.. activity.TagObjects.Select(x => $"{x.Key}={x.Value}")];

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
        {
            if (key == name)
            {
                return value?.ToString();
            }
        }

        return null;
    }
}
