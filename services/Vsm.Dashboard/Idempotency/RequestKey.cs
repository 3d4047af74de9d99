namespace Vsm.Dashboard.Idempotency;

/// <summary>What handlers may know of the key that their request came with.</summary>
internal static class RequestKey
{
    private static readonly object Key = new();
    private static readonly object Repeat = new();

    public static void SetKey(this HttpContext context, KeyRow row, bool isNew)
    {
        context.Items[Key] = row;
        context.Items[Repeat] = !isNew;
    }

    /// <summary>Null: the request has none.</summary>
    public static KeyRow? KeyOf(this HttpContext context) => context.Items.TryGetValue(Key, out var row) ? (KeyRow?)row : null;

    /// <summary>The same request came before, and may have had its effect: what it asked for is no conflict.</summary>
    public static bool IsRepeat(this HttpContext context) => context.Items.TryGetValue(Repeat, out var isRepeat) && isRepeat is true;
}
