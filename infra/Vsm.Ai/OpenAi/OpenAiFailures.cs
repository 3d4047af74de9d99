using System.ClientModel;
using System.Globalization;
using System.Text.Json;

namespace Vsm.Ai.OpenAi;

/// <summary>Says what went wrong with a call.</summary>
internal sealed class OpenAiFailures(Uri address, string? key)
{
    /// <returns>Null: the exception says it itself.</returns>
    public Exception? Of(Exception exception, ModelName model, CancellationToken cancel) => exception switch
    {
        ModelException => null,
        OperationCanceledException when cancel.IsCancellationRequested => null,
        _ when cancel.IsCancellationRequested => new OperationCanceledException($"Nobody waits for {model} any more.", exception, cancel),
        OperationCanceledException => New(ModelError.TimedOut, $"{model} did not answer in time.", exception),
        ClientResultException { Status: > 0 } refused => Refused(refused, model),
        ClientResultException or HttpRequestException or IOException => FailureText.NoConnection(model, address, Text(exception), exception),
        JsonException or InvalidOperationException or ArgumentException or FormatException or KeyNotFoundException or NullReferenceException =>
            New(ModelError.BadAnswer, $"What {model} answered is no chat completion: {Text(exception)}", exception),
        _ => null,
    };

    private ModelException Refused(ClientResultException refused, ModelName model)
    {
        var text = Text(refused);
        var error = FailureText.ErrorOf(refused.Status, text);
        return new ModelException(error, FailureText.Of(error, refused.Status, model, address, text)) { RetryAfter = RetryAfter(refused) };
    }

    private static TimeSpan? RetryAfter(ClientResultException refused) =>
        refused.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var value) == true
        && double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // What the provider says is not kept as an inner exception, as it may repeat the key.
    private ModelException New(ModelError error, string message, Exception exception) => new(error, message, exception is OperationCanceledException ? exception : null);

    private string Text(Exception exception) => FailureText.Plain(exception.Message, key);
}
