using Vsm.Contracts;

namespace Vsm.ComplaintDesk;

/// <summary>Settings, section <c>Desk</c>.</summary>
internal sealed class DeskOptions
{
    public const string Section = "Desk";

    public Uri Broker { get; set; } = new("amqp://guest:guest@127.0.0.1:5672");

    public string Database { get; set; } = "Host=127.0.0.1;Database=vsm;Username=vsm";

    /// <summary>The VSM instance whose team reads the letters.</summary>
    public string Vsm { get; set; } = VsmInstance.Root;

    public string Queue { get; set; } = "complaint-desk";
}
