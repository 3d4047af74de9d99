using System.Security.Cryptography;
using System.Text;

namespace MassTransit.QuartzIntegration;

internal static class ScheduledText
{
    /// <summary>An id that follows from a name alone (version 8 of RFC 9562).</summary>
    public static Guid Id(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    /// <summary>Tells texts apart that are too long to be compared.</summary>
    public static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
