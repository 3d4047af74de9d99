namespace Vsm.Contracts.Tests;

public sealed class When_the_public_surface_changes
{
    public const string File = "PublicSurface.txt";

    [Test]
    public void It_has_to_be_approved() => Snapshot.Match(File, PublicSurface.Of(WireTypes.Contracts));
}
