using System.Net;

namespace Vsm.Dashboard.Http;

internal static class LoopbackHost
{
    /// <summary>Whether a host's name can only mean this machine.</summary>
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
