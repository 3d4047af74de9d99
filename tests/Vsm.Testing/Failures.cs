using System.Globalization;

namespace Vsm.Testing;

/// <summary>Failures of database and broker that a process meets without its knowing.</summary>
public static class Failures
{
    /// <summary>The variable that has every process which tests start meet some, such as <c>VSM_TEST_FAILURES=0.02</c>.</summary>
    public const string Variable = "VSM_TEST_FAILURES";

    /// <summary>Whether <see cref="Variable"/> says that there are to be some.</summary>
    public static bool AreWanted => Wanted().Count > 0;

    /// <summary>What a service's environment says for it; nothing for none.</summary>
    /// <param name="share">Of its operations on database and broker.</param>
    public static Dictionary<string, string> Settings(double share) => share == 0 ? [] : new()
    {
        ["DOTNET_STARTUP_HOOKS"] = Programs.PathOf("Vsm.Faults"),
        ["VSM_FAULT_SHARE"] = share.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The same as <see cref="Variable"/> says.</summary>
    internal static Dictionary<string, string> Wanted() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } share ? Settings(double.Parse(share, CultureInfo.InvariantCulture)) : [];
}
