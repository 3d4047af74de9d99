using Vsm.Ai.Fencing;

namespace Vsm.Advice;

/// <summary>What a model is asked. The same id is the same question, and gets the answer that is on record.</summary>
public sealed record Question
{
    public required Guid Id { get; init; }

    /// <summary>The function of the VSM that asks, which its settings are named after.</summary>
    public required string Function { get; init; }

    public required string Vsm { get; init; }

    /// <summary>The task that it is about.</summary>
    public required Guid TaskId { get; init; }

    public int Attempt { get; init; }

    /// <summary>Whose budget it counts against, beside that of the VSM instance.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>What is to be done, in our own words.</summary>
    public required string Instructions { get; init; }

    /// <summary>What others wrote, in parts.</summary>
    public required IReadOnlyList<QuestionPart> Parts { get; init; }
}

/// <summary>A part of a question between two lines that hold its mark.</summary>
/// <param name="Title">Our own words.</param>
/// <param name="Text">As it is shown.</param>
public sealed record QuestionPart(string Title, string Text)
{
    /// <summary>Shows what somebody wrote, up to so many characters.</summary>
    public static QuestionPart Of(string title, string text, int most)
    {
        var shown = ShownText.Of(text, most);
        return new QuestionPart(shown.IsCut ? $"{title}, {shown.Extent}" : title, shown.Text);
    }
}
