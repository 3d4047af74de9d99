using System.Globalization;

namespace Vsm.S1.Operations.Tools.Web;

/// <summary>The hosts that an agent may fetch from, as its configuration names them.</summary>
internal sealed class AllowedHosts(IReadOnlyList<string> hosts)
{
    /// <summary>The address, if it may be fetched.</summary>
    /// <exception cref="ToolException">It is none, or of another host.</exception>
    public Uri Check(Uri address)
    {
        if (!address.IsAbsoluteUri || !(address.Scheme is "http" or "https"))
        {
            throw new ToolException("The address must begin with https:// or http://.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new ToolException("The address holds a user or password, which are not sent; write it without.");
        }

        var host = address.IdnHost.TrimEnd('.').ToLowerInvariant();
        return hosts.Any(x => Fits(x, host, address))
            ? address
            : throw new ToolException($"'{host}{(address.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}"))}' is not among the hosts that you may reach: {string.Join(", ", hosts)}.");
    }

    private static bool Fits(string allowed, string host, Uri address)
    {
        var colon = allowed.LastIndexOf(':');
        var name = colon < 0 ? allowed : allowed[..colon];
        var port = colon < 0 ? address.IsDefaultPort : allowed[(colon + 1)..] == address.Port.ToString(CultureInfo.InvariantCulture);
        return port && (name.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(name[1..], StringComparison.Ordinal) && host.Length > name.Length - 1 : host == name);
    }
}
