using System.Text.Json;
using Vsm.Advice;
using Vsm.Bus;
using Vsm.Contracts.Operations;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Help;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Creation;

/// <summary>What a model is asked about a task that nobody can do.</summary>
internal static class CreationQuestion
{
    private const int MostTask = 20_000;
    private const int MostText = 4_000;
    private const int MostTemplates = 50;
    private const int MostSystems = 50;
    private const int MostConsidered = 8_000;
    private const int MostSystem = 600;

    private const string Instructions =
        """
        No agent of the team can do the task that is shown. Read what it asks for, and find the template that makes an agent for it.
        - template: the name of a template that is shown, or null where none makes an agent that can do the task.
        - readings: for required capabilities that the template does not have by that name: required is the name as shown, known the template's capability that means the same. With a
          capability that is merely similar the template does not fit.
        - reason: one sentence: what the task really asks for, and why this or none.
        """;

    private const string Drafting =
        """

        - draft: where no template fits, an agent that could do the task by reading and writing text alone, with a language model and without tools, files or network; null where that cannot be done
          so. name: lower-case letters, digits and '-'. description: one sentence. capabilities: one to three short names in lower-case letters, digits and '-' of what it is able to do. identity: its role and
          expertise. boundaries: what it must not do. responseStructure: how it answers. All of them serve tasks of this kind, not this one alone, and fit the team's purpose.
        """;

    private const string NotDrafting = "\n- draft: null.";

    /// <param name="id">The question's id.</param>
    /// <param name="state">The VSM instance.</param>
    /// <param name="gap">What nobody can do.</param>
    /// <param name="drafts">Whether a draft is wanted.</param>
    public static Question Of(Guid id, VsmState state, CapabilityGapMessage gap, bool drafts) => new()
    {
        Id = id,
        Function = PolicyHelp.Creation,
        Vsm = gap.Vsm,
        TaskId = gap.TaskId,
        Attempt = gap.Attempt,
        Instructions = Instructions + (drafts ? Drafting : NotDrafting),
        Parts =
        [
            QuestionPart.Of("PURPOSE OF THE TEAM", state.Purpose, MostText),
            QuestionPart.Of("TASK", gap.Content, MostTask),
            QuestionPart.Of("REQUIRED CAPABILITIES", gap.RequiredCapabilities.Count == 0 ? "none by name" : string.Join('\n', gap.RequiredCapabilities.Select(Quoted)), MostText),
            QuestionPart.Of("WHY NOBODY CAN DO IT", string.Join('\n', gap.Considered.Prepend(gap.Reason)), MostConsidered),
            .. state.Templates.Take(MostTemplates).Select(x => QuestionPart.Of("TEMPLATE", Describe(x.Name, x.Description, x.Capabilities), MostSystem)),
            .. state.Systems.Take(MostSystems).Select(x => QuestionPart.Of("AGENT OF THE TEAM", Describe(x.Name, x.Configuration.Description, x.Configuration.Capabilities), MostSystem)),
        ],
    };

    /// <summary>The id of the question at a gap; a person who says to try again may have it asked again.</summary>
    public static Guid Id(CapabilityGapMessage gap, int retries) => MessageIds.Of(gap.TaskId, $"{gap.Attempt}/{retries}/advice/creation");

    private static string Describe(string name, string? description, IReadOnlyList<Capability> capabilities) =>
        $"name: {Quoted(name)}\ndescription: {Quoted(description ?? "")}\ncapabilities: {string.Join(", ", capabilities.Select(x => Quoted(x.Name)))}";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
