using System.Globalization;
using Quartz;

namespace MassTransit.QuartzIntegration;

/// <summary>A timer as it is stored: what it sends, or that it was cancelled, and by which command.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Command">The command's message id.</param>
/// <param name="Sent">When the command was sent.</param>
internal sealed record Timer(TriggerKey Key, Guid? Command, DateTime? Sent)
{
    private const string Prefix = "timer.";
    private StoredMessage? _message;

    /// <summary>What scheduled it, for a timer that fires once.</summary>
    public Guid? Token { get; init; }

    /// <summary>When it fires, if once.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>All that makes up a recurring one; one that is set again like that goes on as it is.</summary>
    public string? Definition { get; init; }

    public bool IsCancelled => _message is null;

    public StoredMessage Message
    {
        get => _message ?? throw new InvalidOperationException($"Timer {Key} was cancelled and sends nothing.");
        init => _message = value;
    }

    public static Timer Of(IEnumerable<KeyValuePair<string, object?>> stored)
    {
        var values = stored.Where(x => x.Value is string).ToDictionary(x => x.Key, x => (string)x.Value!);
        var timer = new Timer(new TriggerKey(values[Prefix + "name"], values[Prefix + "group"]), IdOf("command"), values.TryGetValue(Prefix + "sent", out var sent) ? new DateTime(long.Parse(sent, CultureInfo.InvariantCulture), DateTimeKind.Utc) : null)
        {
            Token = IdOf("token"),
            Due = values.TryGetValue(Prefix + "due", out var due) ? new DateTimeOffset(long.Parse(due, CultureInfo.InvariantCulture), TimeSpan.Zero) : null,
            Definition = values.GetValueOrDefault(Prefix + "definition"),
        };
        return values.ContainsKey(StoredMessage.Fields.Body) ? timer with { Message = new StoredMessage(values) } : timer;

        Guid? IdOf(string name) => values.TryGetValue(Prefix + name, out var text) ? Guid.Parse(text) : null;
    }

    public JobDataMap ToData()
    {
        var data = new JobDataMap();
        foreach (var (name, value) in _message?.Values ?? new Dictionary<string, string>())
        {
            data[name] = value;
        }

        var own = new (string Name, string? Value)[]
        {
            ("name", Key.Name), ("group", Key.Group), ("command", Command?.ToString()), ("sent", Sent?.Ticks.ToString(CultureInfo.InvariantCulture)),
            ("token", Token?.ToString()), ("due", Due?.UtcTicks.ToString(CultureInfo.InvariantCulture)), ("definition", Definition),
        };
        foreach (var (name, value) in own.Where(x => x.Value is not null))
        {
            data[Prefix + name] = value!;
        }

        return data;
    }

    /// <summary>
    /// Whether a command came too late to count: what it found was set or cancelled by one that was sent after it, or by itself, when it comes again. Of two that
    /// were sent in the same moment the later to come counts.
    /// </summary>
    public bool IsNewerThan(Guid? command, DateTime? sent) => (command is not null && command == Command) || (sent is not null && Sent is not null && Sent > sent);
}
