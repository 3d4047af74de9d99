using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>Names a ruling by what it rules on, so that judging twice gives one ruling.</summary>
internal static class RulingIds
{
    private static readonly Guid Namespace = new("5f0e3c52-8a4d-4c0c-9d3b-3d6a1b0f7e21");

    /// <summary>A name-based identifier (version 8 of RFC 9562) from SHA-256.</summary>
    public static Guid For(Guid taskId, int attempt, int evaluation)
    {
        Span<byte> name = stackalloc byte[40];
        Namespace.TryWriteBytes(name, bigEndian: true, out _);
        taskId.TryWriteBytes(name[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(name[32..], attempt);
        BinaryPrimitives.WriteInt32BigEndian(name[36..], evaluation);

        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id[..16], bigEndian: true);
    }
}
