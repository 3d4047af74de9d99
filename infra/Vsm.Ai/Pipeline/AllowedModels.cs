namespace Vsm.Ai.Pipeline;

/// <summary>The allow-list of models.</summary>
internal sealed class AllowedModels(string models)
{
    private readonly ModelName[] _allowed = [.. ModelName.List(models).Select(ModelName.Parse).OfType<ModelName>()];

    /// <returns>Why the model may not be used; null: it may.</returns>
    public string? Against(ModelName model) => _allowed.Length == 0 || Array.Exists(_allowed, x => Fits(x, model))
        ? null
        : $"The model {model} is not allowed: {AiOptions.Section}:AllowedModels has {string.Join(", ", _allowed.Take(20))}{(_allowed.Length > 20 ? ", …" : "")}.";

    private static bool Fits(ModelName allowed, ModelName model) =>
        Same(allowed.Provider, model.Provider) && (allowed.Model == "*" || Same(allowed.Model, model.Model));

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
