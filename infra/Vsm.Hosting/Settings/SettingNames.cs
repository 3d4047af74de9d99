namespace Vsm.Hosting.Settings;

/// <summary>Names of settings.</summary>
public static class SettingNames
{
    public const string Corrections = "limits.corrections";
    public const string Clarifications = "limits.clarifications";
    public const string CostPerTask = "limits.cost_per_task";
    public const string CostPerAttempt = "limits.cost_per_attempt";
    public const string CostPerCall = "limits.cost_per_call";
    public const string PersonTimeout = "limits.person_timeout";
    public const string Attempts = "tasks.attempts";
    public const string Failures = "tasks.failures";
    public const string DelegationLimit = "tasks.delegation_limit";
    public const string ExecutionLimit = "tasks.execution_limit";
    public const string EvaluationLimit = "tasks.evaluation_limit";
    public const string CorrectionLimit = "tasks.correction_limit";
    public const string ClarificationLimit = "tasks.clarification_limit";
    public const string GapLimit = "tasks.gap_limit";
    public const string BudgetLimit = "tasks.budget_limit";
    public const string RoutingStrategy = "routing.strategy";
    public const string RoutingWeights = "routing.weights";
    public const string CallLimit = "models.call_limit";

    // With a model after a colon.
    public const string Price = "price";
    public const string Rate = "rate";
    public const string Cache = "cache";
    public const string Allow = "allow";
}
