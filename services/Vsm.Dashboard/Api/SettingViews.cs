using Vsm.Contracts.Http;
using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;

namespace Vsm.Dashboard.Api;

/// <summary>Settings as they are shown.</summary>
internal static class SettingViews
{
    /// <summary>All that can be set, in the order of the catalogue; of those about models, all that were.</summary>
    public static IEnumerable<SettingView> All(SettingsInForce known, string vsm) => SettingCatalogue.All.SelectMany(definition => definition.OfModel
        ? known.Settings.Where(x => x.Vsm is null && SettingCatalogue.Find(x.Name) == definition).Select(x => View(definition, x.Name, null, x.Value, x.Version))
        : [Of(definition, definition.Name, vsm, known)]);

    public static SettingView Of(SettingDefinition definition, string name, string vsm, SettingsInForce known)
    {
        var of = definition.OfVsm ? vsm : null;
        var setting = known.Settings.FirstOrDefault(x => x.Vsm == of && x.Name == name);
        return View(definition, name, of, setting?.Value, setting?.Version ?? 0);
    }

    public static SettingView Of(SettingVersion change) => View(SettingCatalogue.Find(change.Name)!, change.Name, change.Vsm, change.Value, change.Version);

    private static SettingView View(SettingDefinition definition, string name, string? vsm, string? value, long version) => new()
    {
        Name = name,
        Vsm = vsm,
        Value = value,
        Version = version,
        Description = definition.Description,
        Expected = definition.Kind.Expected,
        Default = definition.Default,
    };
}
