using System.Globalization;

namespace Vsm.Chaos.Recording;

/// <summary>The lines that functions with an effect left.</summary>
internal static class EffectsFile
{
    public static IReadOnlyList<Effect> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Select(Parse)] : [];

    private static Effect Parse(string line)
    {
        var parts = line.Split(' ');
        return new Effect(Guid.Parse(parts[0]), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
