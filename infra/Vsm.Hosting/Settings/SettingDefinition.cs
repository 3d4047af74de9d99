namespace Vsm.Hosting.Settings;

/// <summary>A setting that can be made at run time.</summary>
/// <param name="Name">Its name; with a subject, such as <c>price:MODEL</c>, what stands before the colon.</param>
/// <param name="Kind">What its values look like.</param>
/// <param name="Description">What it does.</param>
/// <param name="Default">What counts where nobody has made it.</param>
public sealed record SettingDefinition(string Name, SettingKind Kind, string Description, string Default)
{
    /// <summary>Each VSM instance has its own; otherwise it is the deployment's.</summary>
    public bool OfVsm { get; init; }

    /// <summary>It is about a model, named after a colon.</summary>
    public bool OfModel { get; init; }
}
