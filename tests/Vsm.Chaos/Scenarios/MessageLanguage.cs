using System.Diagnostics;

namespace Vsm.Chaos.Scenarios;

/// <summary>A language other than English that this machine's PostgreSQL can speak.</summary>
internal static class MessageLanguage
{
    private static readonly string[] Spoken = ["de_", "fr_", "es_", "it_", "ja_", "pl_", "pt_", "ru_", "sv_", "zh_"];

    /// <summary>The name of a locale; null when none is installed.</summary>
    public static string? Installed { get; } = Find();

    private static string? Find()
    {
        using var process = Process.Start(new ProcessStartInfo("locale", ["-a"]) { RedirectStandardOutput = true });
        return process?.StandardOutput.ReadToEnd().Split('\n').FirstOrDefault(x => Spoken.Any(y => x.StartsWith(y, StringComparison.Ordinal)));
    }
}
