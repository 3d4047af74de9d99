using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Vsm.Contracts.Operations;
using Vsm.Hosting;

namespace Vsm.S1.Operations.Record;

/// <summary>Keeps answers of calls: short ones with the call, others in the content store.</summary>
internal sealed class CallAnswers(ContentStore content)
{
    /// <summary>The most bytes that are kept with the call.</summary>
    public const int MostBytes = 64 * 1024;

    public async Task<(string? Text, ContentReference? Reference)> KeepAsync<T>(T answer, CancellationToken cancel)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, AIJsonUtilities.DefaultOptions);
        if (json.Length <= MostBytes)
        {
            return (Encoding.UTF8.GetString(json), null);
        }

        using var stream = new MemoryStream(json, writable: false);
        var stored = await content.StoreAsync(stream, cancel);
        return (null, new ContentReference { Uri = stored.Address, Length = stored.Length, Sha256 = stored.Sha256 });
    }

    /// <returns>Null: it is no longer there, or of a version that wrote it otherwise.</returns>
    public async Task<T?> ReadAsync<T>(RecordedCall call, CancellationToken cancel)
        where T : class
    {
        try
        {
            if (call.AnswerReference is not { } reference)
            {
                return call.Answer is { } text ? JsonSerializer.Deserialize<T>(text, AIJsonUtilities.DefaultOptions) : null;
            }

            await using var stream = await content.OpenReadAsync(reference.Uri, reference.Length, reference.Sha256, cancel);
            return await JsonSerializer.DeserializeAsync<T>(stream, AIJsonUtilities.DefaultOptions, cancel);
        }
        catch (Exception unreadable) when (unreadable is ContentUnavailableException or JsonException)
        {
            return null;
        }
    }
}
