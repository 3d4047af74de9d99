using Vsm.Contracts.Policy;

namespace Vsm.S5.Policy.State;

/// <summary>Sentences that corrections add to the boundaries of a prompt. They are kept among what corrections wrote, so that an organisation applied again does not lose them.</summary>
internal static class Boundaries
{
    /// <summary>What they are called among the corrected parameters; no parameter of an agent has a dot in its name.</summary>
    public const string Parameter = "prompt.boundaries";

    /// <summary>The prompt with sentences at the end of its boundaries, those that are not there yet.</summary>
    public static AgentPrompt? Add(AgentPrompt? prompt, string? sentences)
    {
        var missing = (sentences ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(x => !Has(prompt, x)).ToList();
        return missing.Count == 0 ? prompt : (prompt ?? new AgentPrompt()) with
        {
            Boundaries = string.Join('\n', missing.Prepend(prompt?.Boundaries?.TrimEnd()).Where(x => !string.IsNullOrEmpty(x))),
        };
    }

    /// <summary>Whether people left the boundaries as they wrote them; when they write others, those replace what corrections added, too.</summary>
    public static bool AreKept(AgentPrompt? current, AgentPrompt? asked, string sentences)
    {
        var added = sentences.Split('\n');
        return Lines(asked).Except(added).SequenceEqual(Lines(current).Except(added));
    }

    private static IEnumerable<string> Lines(AgentPrompt? prompt) => (prompt?.Boundaries ?? "").Split('\n').Select(x => x.TrimEnd()).Where(x => x.Length > 0);

    private static bool Has(AgentPrompt? prompt, string sentence) => prompt?.Boundaries?.Split('\n').Contains(sentence) ?? false;
}
