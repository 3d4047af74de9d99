using Vsm.Testing;

namespace Vsm.Chaos.Running;

/// <summary>The services that run, each in as many processes as are named here.</summary>
internal static class Programme
{
    public const string Operations = "s1";
    public const string Control = "s3";
    public const string Audit = "s3star";
    public const string Policy = "s5";
    public const string Dashboard = "dashboard";

    public static IReadOnlyList<string> Services { get; } = [Operations, Control, Audit, Policy, Dashboard];

    /// <summary>The assembly of a service in a tree, and its arguments.</summary>
    public static IReadOnlyList<string> Command(string root, string service, string ledger) => service switch
    {
        // This program itself, with functions that misbehave.
        Operations => [Programs.PathOf(root, "Vsm.Chaos"), Commands.OperationsCommand.Name, "--ledger", ledger],
        Control => [Programs.PathOf(root, "Vsm.S3.Control")],
        Audit => [Programs.PathOf(root, "Vsm.S3Star.Audit")],
        Policy => [Programs.PathOf(root, "Vsm.S5.Policy")],
        Dashboard => [Programs.PathOf(root, "Vsm.Dashboard")],
        _ => throw new ArgumentException($"There is no service {service}; there are {string.Join(", ", Services)}."),
    };
}
