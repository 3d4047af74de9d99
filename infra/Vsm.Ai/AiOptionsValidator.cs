using Microsoft.Extensions.Options;

namespace Vsm.Ai;

/// <summary>Ranges of single settings.</summary>
[OptionsValidator]
internal sealed partial class AiRangesValidator : IValidateOptions<AiOptions>;

/// <summary>What providers, models and prices have to look like; no message holds a key.</summary>
internal sealed class AiOptionsValidator : IValidateOptions<AiOptions>
{
    public ValidateOptionsResult Validate(string? name, AiOptions options)
    {
        var problems = options.Providers.SelectMany(x => Provider($"{AiOptions.Section}:Providers:{x.Key}", x.Key, x.Value))
            .Concat(Allowed(options))
            .Concat(options.Prices.Index().SelectMany(x => Price($"{AiOptions.Section}:Prices:{x.Index}", x.Item)))
            .Concat(options.Rates.Index().SelectMany(x => Rate($"{AiOptions.Section}:Rates:{x.Index}", x.Item)))
            .Concat(options.Caches.Index().SelectMany(x => Cache($"{AiOptions.Section}:Caches:{x.Index}", x.Item)))
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Provider(string path, string name, ProviderOptions provider)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            yield return $"{path}: the name of a provider has no '/', which separates it from its models.";
        }

        if (provider.Kind is not (null or "" or ProviderKinds.OpenAi or ProviderKinds.Anthropic))
        {
            yield return $"{path}:Kind is '{provider.Kind}'; it must be {ProviderKinds.OpenAi} or {ProviderKinds.Anthropic}.";
        }

        if (provider.BaseUrl is { } address && !(address.IsAbsoluteUri && address.Scheme is "http" or "https"))
        {
            yield return $"{path}:BaseUrl is '{address}'; it must be an address such as http://127.0.0.1:11434/v1.";
        }
        else if (provider.BaseUrl?.UserInfo is { Length: > 0 })
        {
            yield return $"{path}:BaseUrl holds a user or password; give the key as {path}:Key.";
        }
    }

    private static IEnumerable<string> Allowed(AiOptions options) => ModelName.List(options.AllowedModels)
        .Where(x => ModelName.Parse(x) is null)
        .Select(x => $"{AiOptions.Section}:AllowedModels names '{x}'; it must be provider/model or provider/*.");

    private static IEnumerable<string> Price(string path, PriceOptions price)
    {
        if (ModelName.Parse(price.Model) is null)
        {
            yield return $"{path}:Model is '{price.Model}'; it must be provider/model.";
        }

        if (price.Input < 0 || price.Output < 0)
        {
            yield return $"{path}: prices are USD for a million tokens and cannot be negative.";
        }
    }

    private static IEnumerable<string> Rate(string path, RateOptions rate)
    {
        if (ModelName.Parse(rate.Model) is null)
        {
            yield return $"{path}:Model is '{rate.Model}'; it must be provider/model.";
        }

        if (rate is { Requests: null, Tokens: null } or { Requests: < 1 } or { Tokens: < 1 })
        {
            yield return $"{path}: give Requests or Tokens a minute, each at least 1.";
        }
    }

    private static IEnumerable<string> Cache(string path, CacheOptions cache)
    {
        if (ModelName.Parse(cache.Model) is null)
        {
            yield return $"{path}:Model is '{cache.Model}'; it must be provider/model.";
        }

        if (cache.Age <= TimeSpan.Zero || cache.Age > TimeSpan.FromDays(7))
        {
            yield return $"{path}:Age is '{cache.Age:c}'; it must be more than 0 and at most 7 days.";
        }
    }
}
