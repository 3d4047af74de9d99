namespace Vsm.Cli.Organisation;

/// <summary>A place in the file, counted from 1.</summary>
internal readonly record struct Place(int Line, int Column);

/// <summary>A value in the file with its place.</summary>
internal abstract record YamlValue(Place Place)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Found { get; }
}

/// <param name="Place">Where it starts.</param>
/// <param name="Text">The text without quotes.</param>
/// <param name="Plain">Written without quotes, so that an empty one means nothing.</param>
internal sealed record YamlText(Place Place, string Text, bool Plain) : YamlValue(Place)
{
    public bool Nothing => Plain && Text is "" or "~" or "null";

    public override string Found => Nothing ? "nothing" : $"'{Show.Short(Text)}'";
}

internal sealed record YamlList(Place Place, List<YamlValue> Items) : YamlValue(Place)
{
    public override string Found => "a list";
}

internal sealed record YamlMap(Place Place, List<(YamlText Key, YamlValue Value)> Entries) : YamlValue(Place)
{
    public override string Found => "a mapping";
}
