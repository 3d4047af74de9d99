using System.Text.RegularExpressions;

namespace Vsm.Ai;

/// <summary>What is said of failed calls, whoever the provider is.</summary>
internal static partial class FailureText
{
    private const int MostText = 300;

    /// <summary>What a status means, with what the provider says beside it.</summary>
    public static ModelError ErrorOf(int status, string text) => status switch
    {
        401 or 403 => ModelError.WrongKey,
        402 => ModelError.QuotaSpent,
        404 => ModelError.UnknownModel,
        400 or 422 when UnknownModel().IsMatch(text) => ModelError.UnknownModel,
        408 => ModelError.TimedOut,
        429 when text.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase) => ModelError.QuotaSpent,
        429 => ModelError.RateLimited,
        >= 400 and < 500 => ModelError.BadRequest,
        >= 500 => ModelError.Unavailable,
        _ => ModelError.BadAnswer,
    };

    public static string Of(ModelError error, int status, ModelName model, Uri address, string text) => error switch
    {
        // The provider's own words are left out, as they may hold parts of the key.
        ModelError.WrongKey => $"{address.Authority} refuses the key for {model} ({status}): set {AiOptions.Section}:Providers:{model.Provider}:Key.",
        ModelError.UnknownModel => $"{address.Authority} has no model '{model.Model}', or no chat completions at {address} ({status}): {text}",
        ModelError.QuotaSpent => $"The account at {address.Authority} has no quota left for {model} ({status}): {text}",
        ModelError.RateLimited => $"{address.Authority} has too many requests for {model} ({status}): {text}",
        ModelError.BadRequest => $"{model} refuses the request ({status}): {text}",
        _ => $"{address.Authority} failed with {status} for {model}: {text}",
    };

    public static ModelException NoConnection(ModelName model, Uri address, string text, Exception cause) =>
        new(ModelError.Unavailable, $"No connection to {address} for {model}: {text}") { NotSent = IsNotSent(cause) };

    // Anything else may have been broken off after the provider had begun to work.
    private static bool IsNotSent(Exception? cause) => cause switch
    {
        null => false,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        AggregateException { InnerExceptions.Count: > 0 } all => all.InnerExceptions.All(IsNotSent),
        _ => IsNotSent(cause.InnerException),
    };

    /// <summary>One short line of what somebody else wrote, without the key.</summary>
    public static string Plain(string text, string? key)
    {
        text = string.IsNullOrEmpty(key) ? text : text.Replace(key, "***", StringComparison.Ordinal);
        text = Blank().Replace(text, " ").Trim();
        return text.Length > MostText ? $"{text[..MostText]}…" : text;
    }

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();

    [GeneratedRegex("model_not_found|model.{0,80}(not exist|not found)|(unknown|invalid) model", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownModel();
}
