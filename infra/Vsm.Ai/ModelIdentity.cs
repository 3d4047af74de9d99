using System.Text.RegularExpressions;

namespace Vsm.Ai;

/// <summary>Which model a name means. Models have several names: of one release and of the newest, of a provider that is set up twice.</summary>
internal sealed partial record ModelIdentity(string? Provider, string Model, string? Address)
{
    public static ModelIdentity Of(string model, Func<string, Uri?> addressOf)
    {
        var text = model.Trim();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (provider, name) = slash > 0 ? (text[..slash].Trim(), text[(slash + 1)..].Trim()) : (null, text);
        return new ModelIdentity(
            provider?.ToLowerInvariant(),
            Release().Replace(name.ToLowerInvariant(), ""),
            provider is not null && addressOf(provider) is { } address ? $"{address.Authority}{address.AbsolutePath.TrimEnd('/')}".ToLowerInvariant() : null);
    }

    /// <summary>Whether they may be one and the same; a name without a provider may be anybody's.</summary>
    public bool MayBe(ModelIdentity other) => Model == other.Model
        && (Provider is null || other.Provider is null || Provider == other.Provider || (Address is not null && Address == other.Address));

    [GeneratedRegex(@"(:latest|-latest|[-@]\d{4}-\d{2}-\d{2}|[-@]\d{8})$")]
    private static partial Regex Release();
}
