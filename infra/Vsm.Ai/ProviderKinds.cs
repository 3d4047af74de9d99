namespace Vsm.Ai;

internal static class ProviderKinds
{
    public const string OpenAi = "openai";
    public const string Anthropic = "anthropic";

    public static string Of(string name, ProviderOptions provider) =>
        !string.IsNullOrEmpty(provider.Kind) ? provider.Kind
        : string.Equals(name, Anthropic, StringComparison.OrdinalIgnoreCase) ? Anthropic
        : OpenAi;
}
