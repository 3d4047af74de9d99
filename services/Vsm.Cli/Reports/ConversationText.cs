using System.Globalization;
using Vsm.Contracts.Operations;

namespace Vsm.Cli.Reports;

/// <summary>A conversation for people to read.</summary>
internal static class ConversationText
{
    private const string Dim = "\u001b[2m";
    private const string Plain = "\u001b[0m";

    /// <summary>What the agent called of tools for a reply, a line each; of what did not succeed the reason.</summary>
    public static void WriteCalls(TextWriter writer, IReadOnlyList<ToolCall> calls, bool dimmed)
    {
        foreach (var call in calls)
        {
            var line = $"  {Safe.Line(call.Tool, 100)}: {call.Outcome.ToString().ToLowerInvariant()}"
                + (call.Outcome == ToolCallOutcome.Succeeded || string.IsNullOrWhiteSpace(call.Result) ? "" : $", {Safe.Line(call.Result, 200)}");
            writer.WriteLine(dimmed ? $"{Dim}{line}{Plain}" : line);
        }
    }

    public static void Write(TextWriter writer, Conversation conversation)
    {
        var session = conversation.Session;
        writer.WriteLine($"{Safe.Line(session.Agent, 100)} and {Safe.Line(session.User, 100)}{(session.Busy ? "  (a turn is under way)" : "")}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  since:     {session.CreatedAt:u}, last turn {session.LastAt:u}"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  turns:     {session.Turns}, some {conversation.Tokens} tokens remembered"));
        writer.WriteLine($"  cost:      {TaskText.Money(session.Usage.Cost)}{(session.CostLimit is { } limit ? $" of at most {TaskText.Money(limit)}" : "")}");
        if (conversation.Forgotten > 0)
        {
            writer.WriteLine($"  forgotten: {conversation.Forgotten} messages");
        }

        if (conversation.Summary is { } summary)
        {
            writer.WriteLine($"\n[{summary.Messages} earlier messages, summarised by {Safe.Line(summary.Model ?? "a model", 100)}]\n{Safe.Text(summary.Text)}");
        }

        foreach (var message in conversation.Messages)
        {
            writer.WriteLine($"\n{(message.Role == ConversationRole.User ? Safe.Line(session.User, 100) : Safe.Line(session.Agent, 100))}:\n{Safe.Text(message.Text)}");
        }
    }
}
