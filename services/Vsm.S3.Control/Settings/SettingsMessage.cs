using Vsm.Contracts.Policy;
using Vsm.Hosting.Settings;

namespace Vsm.S3.Control.Settings;

internal static class SettingsMessage
{
    public static SettingsSnapshot Read(SettingsInForce message) =>
        new(message.Version, message.Settings.Where(x => x.Value is not null).Select(x => new SettingValue(x.Vsm ?? "", x.Name, x.Value!)));
}
