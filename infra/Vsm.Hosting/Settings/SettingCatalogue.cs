using System.Text.RegularExpressions;

namespace Vsm.Hosting.Settings;

/// <summary>The settings that can be made at run time, and what their values may be.</summary>
public static partial class SettingCatalogue
{
    public const int LongestName = 120;
    public const int LongestValue = 120;
    private const decimal MostMoney = 1_000_000;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        OfVsm(SettingNames.Corrections, new WholeKind(0, 100), "How often the agent of a task is corrected before a person decides."),
        OfVsm(SettingNames.Clarifications, new WholeKind(0, 100), "How often a policy is clarified for a task before a person decides."),
        OfVsm(SettingNames.CostPerTask, new AmountKind(MostMoney), "The cost limit of a task that names none."),
        OfVsm(SettingNames.CostPerAttempt, new AmountKind(MostMoney, MayBeNone: true), "The most that one attempt may cost."),
        OfVsm(SettingNames.CostPerCall, new AmountKind(MostMoney, MayBeNone: true), "The most that one call of a model may cost."),
        OfVsm(SettingNames.PersonTimeout, new DurationKind(Second, TimeSpan.FromDays(365)), "How long a task waits for a person."),
        Of(SettingNames.Attempts, new WholeKind(1, 1000), "How often one task is given to agents, whatever the reasons.", "Vsm:Tasks:Attempts"),
        Of(SettingNames.Failures, new WholeKind(1, 20), "Tries that may fail for reasons that another try may not meet.", "Vsm:Tasks:Failures"),
        Limit(SettingNames.DelegationLimit, "How long a task waits for an agent that could do it to take it.", "DelegationLimit"),
        Limit(SettingNames.ExecutionLimit, "How long an attempt may take, time in the agent's queue included.", "ExecutionLimit"),
        Limit(SettingNames.EvaluationLimit, "How long judging may take.", "EvaluationLimit"),
        Limit(SettingNames.CorrectionLimit, "How long a correction may take.", "CorrectionLimit"),
        Limit(SettingNames.ClarificationLimit, "How long a clarification may take.", "ClarificationLimit"),
        Limit(SettingNames.GapLimit, "How long closing a gap may take.", "GapLimit"),
        Of(SettingNames.BudgetLimit, new DurationKind(Second, TimeSpan.FromDays(365)), "How long a task waits for budget.", "Vsm:Tasks:BudgetLimit"),
        Of(SettingNames.RoutingStrategy, new ChoiceKind("capability_based", "round_robin", "least_loaded"), "Who gets a task of those that can do it.", "Vsm:Routing:Strategy"),
        Of(SettingNames.RoutingWeights, Weights(), "What counts how much in the score of capability_based.", "Vsm:Routing:Weights"),
        OfModel(SettingNames.Price, new PartsKind("input=0.15 output=0.60", false, Part("input"), Part("output")), "USD for a million tokens; 0 for a model that costs nothing.", "Vsm:Ai:Prices"),
        OfModel(
            SettingNames.Rate,
            new PartsKind(
                "requests=60 tokens=100000", true, new SettingPart("requests", new WholeKind(1, 1_000_000), false),
                new SettingPart("tokens", new WholeKind(1, 1_000_000_000), false)),
            "Requests and tokens that each process may send a minute.", "Vsm:Ai:Rates"),
        OfModel(
            SettingNames.Cache, new PartsKind("age=10m", true, new SettingPart("age", new DurationKind(Second, Week))),
            "How long answers to calls with temperature 0 and without tools are given again, without a call.", "Vsm:Ai:Caches"),
        OfModel(SettingNames.Allow, new ChoiceKind("yes", "no"), "Whether a model may be called.", "Vsm:Ai:AllowedModels"),
        Of(
            SettingNames.CallLimit, new DurationKind(Second, TimeSpan.FromMinutes(20)), "How long one call of a model may take; when it streams, how long it may be silent.",
            "Vsm:Ai:CallLimit"),
    ];

    /// <returns>The definition of a setting; null: there is none of that name.</returns>
    public static SettingDefinition? Find(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var definition = All.FirstOrDefault(x => x.Name == (colon < 0 ? name : name[..colon]) && x.OfModel == colon >= 0);
        return definition is { OfModel: true } && (name.Length > LongestName || !Model().IsMatch(name[(colon + 1)..])) ? null : definition;
    }

    /// <summary>Why there is no setting of a name.</summary>
    public static string Unknown(string name) =>
        $"There is no setting '{(name.Length > LongestName ? $"{name[..LongestName]}…" : name)}'; expected {string.Join(", ", All.Select(x => x.OfModel ? $"{x.Name}:PROVIDER/MODEL" : x.Name))}.";

    /// <returns>What is wrong with a value, with the name and what is allowed; null: nothing.</returns>
    public static string? Problem(string name, string value) =>
        Find(name) is not { } definition ? Unknown(name)
        : value.Length > LongestValue ? $"{name} has {value.Length} characters; expected {definition.Kind.Expected}."
        : definition.Kind.Problem(value) is { } problem ? $"{name} {problem}."
        : null;

    private static SettingDefinition OfVsm(string name, SettingKind kind, string description) =>
        new(name, kind, description, $"{name} of the organisation") { OfVsm = true };

    private static SettingDefinition Of(string name, SettingKind kind, string description, string option) => new(name, kind, description, option);

    private static SettingDefinition OfModel(string name, SettingKind kind, string description, string option) =>
        new(name, kind, description, option) { OfModel = true };

    private static SettingDefinition Limit(string name, string description, string option) => new(name, new DurationKind(Second, Week), description, $"Vsm:Tasks:{option}");

    private static SettingPart Part(string name) => new(name, new AmountKind(MostMoney));

    private static PartsKind Weights()
    {
        var fraction = new AmountKind(1, "");
        return new PartsKind(
            "capability=0.4 performance=0.3 load=0.2 cost=0.1", false, new SettingPart("capability", fraction), new SettingPart("performance", fraction),
            new SettingPart("load", fraction), new SettingPart("cost", fraction));
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9*][A-Za-z0-9._:/@*+-]*\z")]
    private static partial Regex Model();
}
