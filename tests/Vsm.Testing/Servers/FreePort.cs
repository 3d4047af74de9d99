using System.Net;
using System.Net.Sockets;

namespace Vsm.Testing.Servers;

/// <summary>Ports of 127.0.0.1 that a server can have, and have again after a restart.</summary>
public static class FreePort
{
    // Below the range that the system hands out by itself, so that no outgoing connection takes it in between.
    private const int First = 20_000;
    private const int End = 32_000;
    private const int Tries = 200;

    public static int Take()
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var port = Random.Shared.Next(First, End);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }

        throw new InvalidOperationException($"No free port between {First} and {End} on 127.0.0.1.");
    }
}
