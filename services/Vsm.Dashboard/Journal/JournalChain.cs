using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vsm.Contracts.Dashboard;

namespace Vsm.Dashboard.Journal;

/// <summary>Chains the entries of a VSM instance: each hash is over the one before it and the entry.</summary>
internal static class JournalChain
{
    /// <summary>Puts entries behind the head, in their order.</summary>
    public static (ChainHead Head, IReadOnlyList<JournalRecord> Records) Append(ChainHead head, IReadOnlyList<JournalEntry> entries)
    {
        var records = new List<JournalRecord>(entries.Count);
        foreach (var entry in entries)
        {
            var unhashed = ToRecord(entry, head);
            var record = unhashed with { Hash = Hash(head.Hash, unhashed) };
            records.Add(record);
            head = head with { Sequence = record.Sequence, Hash = record.Hash };
        }

        return (head, records);
    }

    /// <summary>Checks a whole chain, from its first entry.</summary>
    public static ChainVerification Verify(IEnumerable<JournalRecord> records)
    {
        var verification = new ChainVerification();
        foreach (var record in records)
        {
            verification.Check(record);
        }

        return verification;
    }

    internal static string Hash(string previous, JournalRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        buffer.Write(Encoding.UTF8.GetBytes(previous + "|"));
        using (var json = new Utf8JsonWriter(buffer))
        {
            WriteCanonical(json, record);
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    // The order of the members is part of the hash, and with it of every journal that was ever written.
    private static void WriteCanonical(Utf8JsonWriter json, JournalRecord record)
    {
        json.WriteStartObject();
        json.WriteString("vsm", record.Vsm);
        json.WriteNumber("sequence", record.Sequence);
        json.WriteString("function", record.Function);
        json.WriteString("key", record.Key);
        json.WriteString("kind", record.Kind);
        json.WriteNumber("at", record.At.UtcTicks / TimeSpan.TicksPerMicrosecond);
        Write("taskId", record.TaskId?.ToString());
        Write("attempt", record.Attempt);
        Write("step", record.Step);
        Write("actor", record.Actor);
        json.WriteString("summary", record.Summary);
        Write("data", record.Data);
        json.WriteEndObject();

        void Write(string name, object? value)
        {
            switch (value)
            {
                case int number:
                    json.WriteNumber(name, number);
                    break;
                case string text:
                    json.WriteString(name, text);
                    break;
                default:
                    json.WriteNull(name);
                    break;
            }
        }
    }

    private static JournalRecord ToRecord(JournalEntry entry, ChainHead head) => new()
    {
        Vsm = head.Vsm,
        Sequence = head.Sequence + 1,
        Function = entry.Function,
        Key = entry.Key,
        Kind = entry.Kind,
        At = Storable.Time(entry.At),
        TaskId = entry.TaskId,
        Attempt = entry.Attempt,
        Step = entry.Step,
        Actor = Storable.Text(entry.Actor),
        Summary = Storable.Text(entry.Summary),
        Data = entry.Data is { ValueKind: not JsonValueKind.Undefined } data ? data.GetRawText() : null,
        Hash = "",
    };
}
