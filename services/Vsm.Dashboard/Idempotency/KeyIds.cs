using System.Security.Cryptography;
using System.Text;
using MassTransit;

namespace Vsm.Dashboard.Idempotency;

/// <summary>Ids of what a request makes: under a key the same request makes the same thing, also where the first answer was lost.</summary>
internal static class KeyIds
{
    public static Guid Of(string kind, string vsm, string? key) => key is null
        ? NewId.NextGuid()
        : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}/{vsm}/{key}")).AsSpan(0, 16), bigEndian: true);
}
