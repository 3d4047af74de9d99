using System.Net;
using System.Net.Sockets;

namespace Vsm.S1.Operations.Tools.Web;

/// <summary>Names and connections of the network.</summary>
internal interface IWebRoutes
{
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel);

    Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancel);
}

/// <summary>Those of the machine.</summary>
internal sealed class SystemRoutes : IWebRoutes
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancel) => await Dns.GetHostAddressesAsync(host, cancel);

    public async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
