namespace Vsm.Hosting;

/// <summary>Whether <see cref="VsmRun"/> says what keeps the process from starting, and the host's own account of it, a page long, is left out.</summary>
internal sealed class StartReport
{
    public volatile bool IsOurs;
}
