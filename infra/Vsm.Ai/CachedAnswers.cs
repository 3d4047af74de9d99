using Microsoft.Extensions.AI;

namespace Vsm.Ai;

/// <summary>Answers that were given again without a call.</summary>
public static class CachedAnswers
{
    internal const string Name = "vsm.cache.hit";

    /// <summary>Whether the answer is one to an equal call made earlier, so that it cost nothing.</summary>
    public static bool IsGivenAgain(this ChatResponse response) => response.AdditionalProperties?.ContainsKey(Name) == true;
}
