using Vsm.Dashboard;
using Vsm.Hosting;
using Vsm.S1.Operations;
using Vsm.S3.Control;
using Vsm.S3Star.Audit;
using Vsm.S5.Policy;

namespace Vsm.AllInOne;

/// <summary>Every function in one process.</summary>
internal static class AllInOneApplication
{
    /// <summary>Settings of a process that stays up, unless others are given.</summary>
    public static IReadOnlyDictionary<string, string?> Served { get; } = new Dictionary<string, string?>
    {
        ["Vsm:Transport"] = "InMemory",
        ["Vsm:Store"] = "InMemory",
        ["Vsm:Http:Urls"] = "http://127.0.0.1:5080",
        ["Vsm:Content:Roots"] = Environment.CurrentDirectory,
    };

    public static WebApplication Build(
        string[] args, IReadOnlyDictionary<string, string?> defaults, Action<IServiceCollection>? configure = null)
    {
        var builder = VsmHost.CreateBuilder(args, defaults);
        builder.AddOperations();
        builder.AddControl();
        builder.AddAudit();
        builder.AddPolicy();
        builder.AddDashboard();
        configure?.Invoke(builder.Services);
        var app = builder.BuildVsm();
        app.MapDashboard();
        return app;
    }
}
