using System.Globalization;
using Microsoft.Extensions.Options;

namespace Vsm.Persistence.SqlServer;

/// <summary>
/// SqlClient reads the collations of a server by the cultures of the runtime, which programs of this tree do without: it has to be started with them.
/// </summary>
internal static class Cultures
{
    private const string Switch = "System.Globalization.Invariant";
    private const int EnglishOfTheUnitedStates = 1033;

    public static void Need()
    {
        try
        {
            CultureInfo.GetCultureInfo(EnglishOfTheUnitedStates);
        }
        catch (CultureNotFoundException)
        {
            throw new OptionsValidationException(
                nameof(StoreOptions),
                typeof(StoreOptions),
                ["Vsm:Store=SqlServer needs the cultures of the runtime: set the environment variable DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false, and install ICU (libicu) where it is missing."]);
        }

        // They are there, though the program's settings say otherwise, and SqlClient believes those first. Everything else stays as it is without cultures.
        AppContext.SetSwitch(Switch, false);
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
