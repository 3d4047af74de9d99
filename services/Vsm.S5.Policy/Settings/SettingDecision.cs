using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;

namespace Vsm.S5.Policy.Settings;

/// <summary>What is known when a setting is to be changed.</summary>
/// <param name="Known">All settings that were ever made.</param>
/// <param name="IsVsm">Whether there is the VSM instance that the change names.</param>
/// <param name="At">Now.</param>
internal sealed record SettingWorld(IReadOnlyList<SettingInForce> Known, bool IsVsm, DateTimeOffset At)
{
    public long Next => Known.Select(x => x.Version).DefaultIfEmpty(0).Max() + 1;

    public SettingInForce? Find(string? vsm, string name) => Known.FirstOrDefault(x => x.Vsm == vsm && x.Name == name);
}

/// <summary>A change, or why there is none.</summary>
internal sealed record SettingOutcome(SettingVersion? Change, SettingRefused? Refusal)
{
    public static SettingOutcome Refused(SettingProblem problem, string reason) => new(null, new SettingRefused { Problem = problem, Reason = reason });
}

/// <summary>What a request to change a setting comes to.</summary>
internal static class SettingDecision
{
    /// <summary>All go in one message, which has at most 256 KiB.</summary>
    public const int Most = 400;

    private const int LongestName = 200;
    private const int LongestReason = 4000;

    public static SettingOutcome Decide(ChangeSetting request, SettingWorld world)
    {
        if (SettingCatalogue.Find(request.Name) is not { } definition)
        {
            return SettingOutcome.Refused(SettingProblem.Unknown, SettingCatalogue.Unknown(request.Name));
        }

        if (definition.OfVsm != request.Vsm is not null)
        {
            return Invalid(definition.OfVsm ? $"{request.Name} is a VSM instance's; name it." : $"{request.Name} is the whole deployment's; name no VSM instance.");
        }

        if (request.Vsm is not null && !world.IsVsm)
        {
            return SettingOutcome.Refused(SettingProblem.Unknown, $"There is no VSM '{Cut(request.Vsm)}'; apply an organisation to it first.");
        }

        var value = request.Value?.Trim();
        if ((Texts(request.By, request.Reason) ?? (value is null ? null : SettingCatalogue.Problem(request.Name, value))) is { } wrong)
        {
            return Invalid(wrong);
        }

        var now = world.Find(request.Vsm, request.Name);
        if ((now?.Version ?? 0) != request.Version)
        {
            return SettingOutcome.Refused(
                SettingProblem.Conflict,
                now is null ? $"{request.Name} has no version {request.Version}: nobody has made it yet, which is version 0."
                : $"{request.Name} has version {now.Version} by now, with {Shown(now.Value)}, and the change is to version {request.Version}. Look whether it is still wanted.");
        }

        return now is null && world.Known.Count >= Most
            ? Invalid($"{world.Known.Count} settings were made, as many as there can be; change one of them.")
            : Made(request.Vsm, request.Name, now?.Value, value, request.By, request.Reason, null, world);
    }

    /// <param name="request">What is asked.</param>
    /// <param name="undone">The change to take back; null: there is none.</param>
    /// <param name="world">What is known.</param>
    public static SettingOutcome Decide(UndoSettingChange request, SettingVersion? undone, SettingWorld world)
    {
        if (undone is null)
        {
            return SettingOutcome.Refused(SettingProblem.Unknown, $"There is no version {request.Version} of the settings.");
        }

        if (Texts(request.By, request.Reason) is { } wrong)
        {
            return Invalid(wrong);
        }

        if (world.Find(undone.Vsm, undone.Name) is { } now && now.Version != undone.Version)
        {
            return SettingOutcome.Refused(
                SettingProblem.Conflict,
                $"{undone.Name} was changed since version {undone.Version}, last in version {now.Version}, to {Shown(now.Value)}. Undo that, or set what is wanted.");
        }

        // What could be set once may not be any more.
        return undone.Before is { } before && SettingCatalogue.Problem(undone.Name, before) is { } problem
            ? Invalid(problem)
            : Made(undone.Vsm, undone.Name, undone.Value, undone.Before, request.By, request.Reason, undone.Version, world);
    }

    private static SettingOutcome Made(
        string? vsm, string name, string? before, string? value, string by, string reason, long? undoes, SettingWorld world) => new(
        new SettingVersion
        {
            Version = world.Next, Vsm = vsm, Name = name, Before = before, Value = value, By = by.Trim(), At = world.At, Reason = reason.Trim(), Undoes = undoes,
        },
        null);

    private static SettingOutcome Invalid(string reason) => SettingOutcome.Refused(SettingProblem.Invalid, reason);

    private static string? Texts(string by, string reason) => Text("by", "who changes it", by, LongestName) ?? Text("reason", "why", reason, LongestReason);

    private static string? Text(string name, string what, string text, int longest) =>
        string.IsNullOrWhiteSpace(text) ? $"{name} is empty; say {what}."
        : text.Length > longest ? $"{name} has {text.Length} characters; expected at most {longest}."
        : text.Contains('\0', StringComparison.Ordinal) ? $"{name} has a NUL character."
        : null;

    private static string Shown(string? value) => value is null ? "no value of its own" : $"'{value}'";

    private static string Cut(string text) => text.Length > 40 ? $"{text[..40]}…" : text;
}
