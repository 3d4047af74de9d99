namespace Vsm.Contracts.Dashboard;

/// <summary>Kinds of journal entries, each with the type of its data. What follows a dot says more and may be ignored.</summary>
public static class JournalKinds
{
    /// <summary><see cref="TaskProgress"/></summary>
    public const string Task = "task";

    /// <summary><see cref="Audit.Ruling"/></summary>
    public const string Ruling = "ruling";

    /// <summary><see cref="Operations.ToolCall"/></summary>
    public const string ToolCall = "tool";

    /// <summary><see cref="AgentProgress"/></summary>
    public const string Agent = "agent";

    /// <summary><see cref="Policy.AgentConfiguration"/></summary>
    public const string Configuration = "configuration";

    /// <summary><see cref="Policy.PolicySet"/></summary>
    public const string Policies = "policies";

    /// <summary><see cref="OrganisationProgress"/></summary>
    public const string Organisation = "organisation";

    /// <summary><see cref="BudgetProgress"/></summary>
    public const string Budget = "budget";

    /// <summary><see cref="Policy.PersonDecided"/></summary>
    public const string Decision = "decision";

    /// <summary><see cref="MachineDescription"/></summary>
    public const string Machine = "machine";

    /// <summary><see cref="CatalogueDescription"/></summary>
    public const string Catalogue = "catalogue";

    /// <summary><see cref="QueueDescription"/></summary>
    public const string Queue = "queue";

    /// <summary><see cref="Policy.SettingVersion"/></summary>
    public const string Setting = "setting";

    /// <summary><see cref="SessionProgress"/></summary>
    public const string Session = "session";

    /// <summary><see cref="AdviceProgress"/></summary>
    public const string Advice = "advice";

    /// <summary><see cref="Policy.SuggestedPolicy"/></summary>
    public const string Suggestion = "suggestion";

    /// <summary><see cref="FailedMessageAct"/></summary>
    public const string FailedMessage = "failed-message";
}
