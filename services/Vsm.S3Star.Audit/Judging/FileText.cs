using System.Text;
using Vsm.Ai.Fencing;
using Vsm.Contracts.Operations;
using Vsm.Hosting;
using Vsm.S3Star.Audit.Checks;
using Vsm.S3Star.Audit.Checks.Totals;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>An input of the task for the judge to compare with: its text, or why there is none. Findings cannot cite it, so one that is left out hides no evidence.</summary>
internal sealed record FileText(string Name, string? Text, string? Reason)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<IReadOnlyList<FileText>> ReadAsync(CasePacket packet, CancellationToken cancel)
    {
        var (files, left) = (new List<FileText>(), PacketLimits.AllFiles);
        foreach (var reference in packet.Result.References.Take(PacketLimits.Files))
        {
            var file = await ReadAsync(packet, reference, left, cancel);
            left -= file.Text?.Length ?? 0;
            files.Add(file);
        }

        return files;
    }

    private static async Task<FileText> ReadAsync(CasePacket packet, ContentReference reference, int left, CancellationToken cancel)
    {
        var name = InputTotals.Name(reference);
        if (reference.Length > left)
            return new FileText(name, null, $"{reference.Length} bytes are more than a judge is shown.");

        try
        {
            await using var stream = await packet.Open(reference, cancel);
            // One byte more than it may have: what is longer than it says is not read on.
            var bytes = new byte[reference.Length + 1];
            var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
            var shown = length > reference.Length ? null : ShownText.Of(Strict.GetString(bytes, 0, length), left);
            return shown is { IsCut: false }
                ? new FileText(name, shown.Text, null)
                : new FileText(name, null, "it is longer than it said, or than a judge is shown.");
        }
        catch (DecoderFallbackException)
        {
            return new FileText(name, null, "it is no text.");
        }
        catch (Exception exception) when (exception is ContentUnavailableException or IOException)
        {
            return new FileText(name, null, "it cannot be read.");
        }
    }
}
