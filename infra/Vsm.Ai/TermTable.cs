using Vsm.Hosting.Settings;

namespace Vsm.Ai;

/// <summary>Terms by the name of a model, or of all of a provider. What was set takes the place of what is configured under the same name.</summary>
internal sealed record TermTable(
    IReadOnlyDictionary<string, PriceOptions?> Prices, IReadOnlyDictionary<string, RateOptions?> Rates, IReadOnlyDictionary<string, CacheOptions?> Caches,
    TimeSpan CallLimit)
{
    public static TermTable Of(AiOptions options, SettingsSnapshot settings) => new(
        Over(options.Prices, x => x.Model, settings.OfKind(SettingNames.Price), Price),
        Over(options.Rates, x => x.Model, settings.OfKind(SettingNames.Rate), Rate),
        Over(options.Caches, x => x.Model, settings.OfKind(SettingNames.Cache), Cache),
        DurationKind.TryRead(settings.Find(SettingNames.CallLimit)) ?? options.CallLimit);

    /// <summary>What counts for a model, else for all models of its provider (<c>provider/*</c>).</summary>
    public static T? Find<T>(IReadOnlyDictionary<string, T?> terms, string? model)
        where T : class =>
        terms.Count == 0 || model is null ? null
        : terms.TryGetValue(model, out var own) ? own
        : ModelName.Parse(model) is { } name ? terms.GetValueOrDefault($"{name.Provider}/*") : null;

    private static Dictionary<string, T?> Over<T>(
        IEnumerable<T> configured, Func<T, string> model, IEnumerable<(string Model, string Value)> set, Func<string, IReadOnlyDictionary<string, string>, T?> read)
        where T : class
    {
        var terms = new Dictionary<string, T?>(StringComparer.OrdinalIgnoreCase);
        foreach (var term in configured)
        {
            terms.TryAdd(model(term), term);
        }

        foreach (var (name, value) in set)
        {
            if (value == PartsKind.None)
            {
                terms[name] = null;
            }
            else if (PartsKind.Read(value) is { } parts && read(name, parts) is { } term)
            {
                terms[name] = term;
            }
        }

        return terms;
    }

    private static PriceOptions? Price(string model, IReadOnlyDictionary<string, string> parts) =>
        AmountKind.TryRead(parts.GetValueOrDefault("input")) is { } input && AmountKind.TryRead(parts.GetValueOrDefault("output")) is { } output
            ? new PriceOptions { Model = model, Input = input, Output = output }
            : null;

    private static RateOptions? Rate(string model, IReadOnlyDictionary<string, string> parts)
    {
        var (requests, tokens) = (WholeKind.TryRead(parts.GetValueOrDefault("requests")), WholeKind.TryRead(parts.GetValueOrDefault("tokens")));
        return requests is null && tokens is null ? null : new RateOptions { Model = model, Requests = requests, Tokens = tokens };
    }

    private static CacheOptions? Cache(string model, IReadOnlyDictionary<string, string> parts) =>
        DurationKind.TryRead(parts.GetValueOrDefault("age")) is { } age ? new CacheOptions { Model = model, Age = age } : null;
}
