using Vsm.Hosting;
using Vsm.S5.Policy;

var builder = VsmHost.CreateBuilder(args);
builder.AddPolicy();
return await builder.BuildVsm().RunVsmAsync();
