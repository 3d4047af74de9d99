namespace Vsm.S1.Operations.Tools.Mcp;

/// <summary>Counts what a server sends, a message a line.</summary>
/// <param name="mostBytes">Of a message.</param>
/// <param name="mostPerSecond">Messages.</param>
/// <param name="clock">Counts the seconds.</param>
/// <param name="whole">Of the whole connection, which is told what is wrong with one of its answers; null: there is one stream.</param>
internal sealed class McpMeter(int mostBytes, int mostPerSecond, TimeProvider clock, McpMeter? whole = null)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private long _begun = clock.GetTimestamp();
    private long _messages;
    private long _bytes;

    /// <summary>Why no more is read; null: nothing was wrong.</summary>
    public string? Fault { get; private set; }

    /// <exception cref="IOException">It is too much.</exception>
    public void Take(ReadOnlySpan<byte> read)
    {
        foreach (var line in read.Split((byte)'\n'))
        {
            var length = line.End.Value - line.Start.Value;
            if (_bytes + length > mostBytes)
            {
                throw Stop($"it sent a message of more than {mostBytes} bytes");
            }

            var ended = line.End.Value < read.Length;
            _bytes = ended ? 0 : _bytes + length;
            if (ended && ++_messages > mostPerSecond * (long)Window.TotalSeconds)
            {
                if (clock.GetElapsedTime(_begun) < Window)
                {
                    throw Stop($"it sent more than {mostPerSecond} messages a second");
                }

                (_begun, _messages) = (clock.GetTimestamp(), 0);
            }
        }
    }

    private IOException Stop(string fault)
    {
        Fault = fault;
        if (whole is not null)
        {
            whole.Fault = fault;
        }

        return new IOException(fault);
    }
}
