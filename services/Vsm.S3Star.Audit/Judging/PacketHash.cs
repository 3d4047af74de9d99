using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Names a packet by all that a judge goes by: when and how long somebody worked, and which agent it was, is not part of it.</summary>
internal static class PacketHash
{
    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Of(TaskResultMessage result, IEnumerable<PolicyDefinition> policies)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(JudgePrompt.Version);
        Add(result.Vsm);
        Add(result.Content);
        Add(result.Output);
        foreach (var file in result.References)
        {
            Add("file");
            Add(file.Name);
            Add(file.Sha256);
            Add(file.Length.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var call in result.ToolCalls)
        {
            Add("call");
            Add(call.Id);
            Add(call.Tool);
            Add(call.Outcome.ToString());
            Add(call.Result);
            foreach (var (name, value) in call.Arguments.OrderBy(x => x.Key, StringComparer.Ordinal))
            {
                Add("argument");
                Add(name);
                Add(value);
            }
        }

        foreach (var policy in policies.OrderBy(x => x.PolicyId))
        {
            Add("policy");
            Add(policy.PolicyId.ToString("n"));
            Add(policy.Version.ToString(CultureInfo.InvariantCulture));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // With its length before it, so that no text can reach into the next.
        void Add(string? text)
        {
            var units = Units(text);
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : units.Length);
            hash.AppendData(length);
            hash.AppendData(units);
        }
    }

    // UTF-16, as UTF-8 would make one of all broken surrogates.
    private static ReadOnlySpan<byte> Units(string? text) => MemoryMarshal.AsBytes(text.AsSpan());
}
