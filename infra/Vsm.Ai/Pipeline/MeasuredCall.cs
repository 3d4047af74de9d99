using System.Diagnostics;
using Microsoft.Extensions.AI;

namespace Vsm.Ai.Pipeline;

/// <summary>One call, from its beginning until it is disposed of.</summary>
internal sealed class MeasuredCall : IDisposable
{
    private readonly ModelTelemetry _telemetry;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly Activity? _activity;
    private TagList _tags;

    public MeasuredCall(ModelTelemetry telemetry, ModelName model, Uri? address, ChatOptions? options, TimeProvider clock)
    {
        (_telemetry, _clock, _start) = (telemetry, clock, clock.GetTimestamp());
        var asked = options?.ModelId ?? model.Model;
        _tags = new TagList
        {
            { "gen_ai.operation.name", "chat" },
            { "gen_ai.provider.name", model.Provider },
            { "gen_ai.request.model", asked },
        };
        if (address is not null)
        {
            _tags.Add("server.address", address.Host);
            _tags.Add("server.port", address.Port);
        }

        _activity = ModelTelemetry.Activities.StartActivity($"chat {asked}", ActivityKind.Client, parentContext: default, _tags);
        _activity?.SetTag("gen_ai.request.max_tokens", options?.MaxOutputTokens);
        _activity?.SetTag("gen_ai.request.temperature", options?.Temperature);
    }

    public void Answered(ChatResponse response)
    {
        if (response.ModelId is { } answering)
        {
            _tags.Add("gen_ai.response.model", answering);
        }

        _activity?.SetTag("gen_ai.response.model", response.ModelId);
        _activity?.SetTag("gen_ai.response.id", response.ResponseId);
        _activity?.SetTag("gen_ai.response.finish_reasons", response.FinishReason is { } reason ? new[] { reason.Value } : null);
        Count("input", response.Usage?.InputTokenCount);
        Count("output", response.Usage?.OutputTokenCount);
    }

    public void Failed(Exception exception)
    {
        var error = exception is ModelException known ? known.Error.ToString() : exception.GetType().FullName;
        _tags.Add("error.type", error);
        _activity?.SetTag("error.type", error);
        _activity?.SetStatus(ActivityStatusCode.Error, exception is OperationCanceledException ? "cancelled" : error);
    }

    public void Dispose()
    {
        _telemetry.Duration.Record(_clock.GetElapsedTime(_start).TotalSeconds, _tags);
        _activity?.Dispose();
    }

    private void Count(string type, long? tokens)
    {
        if (tokens is { } count)
        {
            _activity?.SetTag($"gen_ai.usage.{type}_tokens", count);
            var tags = _tags;
            tags.Add("gen_ai.token.type", type);
            _telemetry.Tokens.Record(count, tags);
        }
    }
}
