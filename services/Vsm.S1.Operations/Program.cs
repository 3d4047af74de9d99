using Vsm.Hosting;
using Vsm.S1.Operations;

var builder = VsmHost.CreateBuilder(args);
builder.AddOperations();
return await builder.BuildVsm().RunVsmAsync();
