using Vsm.Hosting.Settings;

namespace Vsm.Ai.Pipeline;

/// <summary>Which models may be called: those of the list, all where it is empty, and what was set at run time on top.</summary>
internal sealed class AllowedModels
{
    private readonly ModelName[] _listed;
    private readonly Dictionary<string, bool> _known = new(StringComparer.OrdinalIgnoreCase);

    public AllowedModels(string models, IEnumerable<(string Model, string Value)> set)
    {
        _listed = [.. ModelName.List(models).Select(ModelName.Parse).OfType<ModelName>()];
        foreach (var model in _listed)
        {
            _known[model.ToString()] = true;
        }

        foreach (var (model, value) in set)
        {
            _known[model] = value == Yes;
        }
    }

    public const string Yes = "yes";

    /// <returns>Why the model may not be used; null: it may.</returns>
    public string? Against(ModelName model)
    {
        var (own, all) = (model.ToString(), $"{model.Provider}/*");
        if (_known.TryGetValue(own, out var allowed))
        {
            return allowed ? null : Said(model, own);
        }

        if (_known.TryGetValue(all, out allowed))
        {
            return allowed ? null : Said(model, all);
        }

        return _listed.Length == 0
            ? null
            : $"The model {model} is not allowed: {AiOptions.Section}:AllowedModels has {string.Join(", ", _listed.Take(20))}{(_listed.Length > 20 ? ", …" : "")}.";
    }

    private static string Said(ModelName model, string name) => $"The model {model} is not allowed: somebody set {SettingNames.Allow}:{name} to no.";
}
