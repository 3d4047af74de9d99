using System.Text.Json;
using Vsm.Contracts.Http;

namespace Vsm.Dashboard.Journal;

internal static class JournalViews
{
    // As deep as a message may be, whatever the response that it is shown in.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    public static JournalEntryView ToView(this JournalRecord record) => new()
    {
        Sequence = record.Sequence,
        Vsm = record.Vsm,
        Function = record.Function,
        Kind = record.Kind,
        At = record.At,
        TaskId = record.TaskId,
        Attempt = record.Attempt,
        Actor = record.Actor,
        Summary = record.Summary,
        Data = record.Data is { } data ? JsonElement.Parse(data, Options) : null,
        Hash = record.Hash,
    };
}
