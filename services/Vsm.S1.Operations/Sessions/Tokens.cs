using System.Text;

namespace Vsm.S1.Operations.Sessions;

/// <summary>How many tokens a text has.</summary>
internal static class Tokens
{
    private const int BytesOfToken = 3;
    private const int AroundMessage = 4;

    /// <summary>An estimate on the large side: most models take more bytes to a token, but not for every language.</summary>
    public static int Estimate(string text) => AroundMessage + ((Encoding.UTF8.GetByteCount(text) + BytesOfToken - 1) / BytesOfToken);

    /// <summary>As the provider counted, where it did, but never fewer than the estimate: a provider's word must not let a memory grow without bound.</summary>
    public static int Of(string text, long? counted) => (int)Math.Min(int.MaxValue / 4, Math.Max(Estimate(text), counted ?? 0));
}
