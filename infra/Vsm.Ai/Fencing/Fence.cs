using System.Security.Cryptography;

namespace Vsm.Ai.Fencing;

/// <summary>The mark that tells instructions from data: made anew for every call, and nowhere in the data.</summary>
public static class Fence
{
    public const int Length = 32;

    /// <summary>A mark that is in none of the texts.</summary>
    public static string Around(IReadOnlyCollection<string> data) => Around(data, () => RandomNumberGenerator.GetHexString(Length, lowercase: true));

    /// <summary>Draws until no text holds what was drawn; a text has no more marks in it than places, so this ends.</summary>
    public static string Around(IReadOnlyCollection<string> data, Func<string> draw)
    {
        string mark;
        do
        {
            mark = draw();
        }
        while (data.Any(x => x.Contains(mark, StringComparison.OrdinalIgnoreCase)));

        return mark;
    }
}
