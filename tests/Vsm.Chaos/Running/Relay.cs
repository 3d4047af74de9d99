using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Vsm.Testing.Servers;

namespace Vsm.Chaos.Running;

/// <summary>A wire between services and a server, which can be cut: then nothing passes, and neither side is told.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private const int BufferBytes = 32 * 1024;
    private readonly TcpListener _listener;
    private readonly int _target;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Wire, bool> _wires = new();
    private readonly Task _accepting;
    private TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Relay(int target)
    {
        _target = target;
        _whole.SetResult();
        Port = FreePort.Take();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    public static Relay To(int port) => new(port);

    public void Cut() => _whole = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Mends it. Half of what was connected goes on where it was, half finds its connection gone, as after a long cut.</summary>
    public void Mend()
    {
        foreach (var (wire, i) in _wires.Keys.Select((x, i) => (x, i)))
        {
            if (i % 2 == 0)
            {
                wire.Break();
            }
        }

        _whole.TrySetResult();
    }

    /// <summary>Breaks every connection.</summary>
    public void Break()
    {
        foreach (var wire in _wires.Keys)
        {
            wire.Break();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        Break();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_end.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The relay ends.
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var wire = new Wire(client, server);
        _wires[wire] = true;
        try
        {
            await _whole.Task.WaitAsync(_end.Token);
            await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _target), _end.Token);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, or was never there; the other learns it now.
        }
        finally
        {
            _wires.TryRemove(wire, out _);
            wire.Break();
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                await _whole.Task.WaitAsync(_end.Token);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever waits for the first of the two directions ends the other.
        }
    }

    private sealed record Wire(Socket Client, Socket Server)
    {
        public void Break()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
