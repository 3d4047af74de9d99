namespace Vsm.Hosting.Settings;

/// <summary>A setting that somebody made at run time.</summary>
/// <param name="Vsm">The VSM instance that it is for; empty: all of the deployment.</param>
/// <param name="Name">Such as <c>limits.corrections</c> or <c>price:openai/gpt-4o-mini</c>.</param>
/// <param name="Value">As <see cref="SettingCatalogue"/> has it.</param>
public sealed record SettingValue(string Vsm, string Name, string Value);
