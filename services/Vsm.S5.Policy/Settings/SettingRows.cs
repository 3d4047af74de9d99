using Microsoft.EntityFrameworkCore;
using Vsm.Contracts;
using Vsm.Contracts.Dashboard;
using Vsm.Contracts.Policy;
using Vsm.S5.Policy.Data;
using Vsm.S5.Policy.State;

namespace Vsm.S5.Policy.Settings;

/// <summary>Settings to and from their rows.</summary>
internal static class SettingRows
{
    /// <summary>All settings as they are. Each change numbers one of them, so the highest version among them is that of all.</summary>
    public static async Task<SettingsInForce> ReadSettingsAsync(this PolicyDbContext db, CancellationToken cancel)
    {
        var rows = await db.Settings.AsNoTracking().ToListAsync(cancel);
        return new SettingsInForce
        {
            Version = rows.Select(x => x.Version).DefaultIfEmpty(0).Max(),
            Settings = [.. rows.OrderBy(x => x.Name, StringComparer.Ordinal).ThenBy(x => x.Vsm, StringComparer.Ordinal).Select(Read)],
        };
    }

    /// <summary>Writes a change and its journal entry; the caller saves them, in one go.</summary>
    public static async Task WriteAsync(this PolicyDbContext db, SettingVersion change, Guid request, CancellationToken cancel)
    {
        var vsm = change.Vsm ?? "";
        var row = await db.Settings.FindAsync([vsm, change.Name], cancel);
        if (row is null)
        {
            db.Settings.Add(row = new SettingRow { Vsm = vsm, Name = change.Name });
        }

        row.Value = change.Value;
        row.Version = change.Version;
        db.SettingVersions.Add(new SettingVersionRow
        {
            Version = change.Version, RequestId = request, Vsm = vsm, Name = change.Name, Before = change.Before, Value = change.Value, By = change.By,
            At = change.At, Reason = change.Reason, Undoes = change.Undoes,
        });
        var cause = new Cause
        {
            At = change.At, Actor = change.By,
            Reason = $"{change.By} {(change.Value is null ? $"took {change.Name} back" : $"set {change.Name} to {change.Value}")}: {change.Reason}",
        };
        db.Add(cause, change.Vsm ?? VsmInstance.Root, $"setting/{change.Version}", JournalKinds.Setting, change);
    }

    public static SettingVersion Read(this SettingVersionRow row) => new()
    {
        Version = row.Version, Vsm = Named(row.Vsm), Name = row.Name, Before = row.Before, Value = row.Value, By = row.By, At = row.At, Reason = row.Reason,
        Undoes = row.Undoes,
    };

    private static SettingInForce Read(SettingRow row) => new() { Vsm = Named(row.Vsm), Name = row.Name, Value = row.Value, Version = row.Version };

    private static string? Named(string vsm) => vsm.Length == 0 ? null : vsm;
}
