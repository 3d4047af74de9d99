using Vsm.Dashboard;
using Vsm.Hosting;

var builder = VsmHost.CreateBuilder(args, new Dictionary<string, string?> { ["Vsm:Http:Urls"] = "http://127.0.0.1:5080" });
builder.AddDashboard();
var app = builder.BuildVsm();
app.MapDashboard();
return await app.RunVsmAsync();
