using Vsm.Hosting;
using Vsm.S3Star.Audit;

var builder = VsmHost.CreateBuilder(args);
builder.AddAudit();
return await builder.BuildVsm().RunVsmAsync();
