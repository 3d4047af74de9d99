using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Vsm.Contracts.Operations;
using Vsm.Hosting;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Evaluation;

/// <summary>Puts together what results are judged by. Of an output that came as a reference all is read, or it is said why not.</summary>
internal sealed class Packets(ContentStore content, IOptions<AuditOptions> options)
{
    /// <exception cref="Hosting.Storage.ContentStoreUnavailableException">The store is not there now.</exception>
    public async Task<CasePacket> OfAsync(TaskResultMessage result, CancellationToken cancel)
    {
        var packet = new CasePacket(result, OpenAsync);
        if (result.OutputReference is not { } reference)
        {
            return packet;
        }

        if (reference.Length > options.Value.LargestOutput)
        {
            return packet with
            {
                Unread = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the output has {reference.Length} bytes, and at most {options.Value.LargestOutput} are read as one text (Vsm:Audit:LargestOutput)."),
            };
        }

        try
        {
            using var reader = new StreamReader(await OpenAsync(reference, cancel), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            return packet with { Result = result with { Output = await reader.ReadToEndAsync(cancel) } };
        }
        catch (ContentUnavailableException exception)
        {
            return packet with { Unread = $"the output cannot be read: {exception.Message}" };
        }
    }

    private async ValueTask<Stream> OpenAsync(ContentReference reference, CancellationToken cancel) =>
        await content.OpenReadAsync(reference.Uri, reference.Length, reference.Sha256, cancel);
}
