using Microsoft.Extensions.Options;
using Vsm.Ai.Pipeline;
using Vsm.Hosting.Settings;

namespace Vsm.Ai;

/// <summary>Under which terms models are called now: as they were set at run time, else as the configuration has them.</summary>
internal sealed class ModelTerms(IOptions<AiOptions> configured, RuntimeSettings settings)
{
    private readonly Derived<TermTable> _table = new(settings, x => TermTable.Of(configured.Value, x));
    private readonly Derived<AllowedModels> _allowed = new(settings, x => new AllowedModels(configured.Value.AllowedModels, x.OfKind(SettingNames.Allow)));

    /// <summary>Done once what was set is known, or was waited for in vain.</summary>
    public Task Ready => settings.Ready;

    public AllowedModels Allowed => _allowed.Value;

    /// <summary>How long a call may take.</summary>
    public TimeSpan CallLimit => _table.Value.CallLimit;

    /// <summary>Whether any model has a limit of tokens.</summary>
    public bool CountsTokens => _table.Value.Rates.Values.Any(x => x?.Tokens is not null);

    public PriceOptions? Price(string? model) => TermTable.Find(_table.Value.Prices, model);

    /// <returns>Null: it may be called as often as it is wanted.</returns>
    public RateOptions? Rate(ModelName model) => TermTable.Find(_table.Value.Rates, model.ToString());

    /// <returns>Null: its answers are not kept.</returns>
    public TimeSpan? CacheAge(ModelName model) => TermTable.Find(_table.Value.Caches, model.ToString())?.Age;
}
