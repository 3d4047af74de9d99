using Vsm.Hosting;
using Vsm.S3.Control;

var builder = VsmHost.CreateBuilder(args);
builder.AddControl();
return await builder.BuildVsm().RunVsmAsync();
