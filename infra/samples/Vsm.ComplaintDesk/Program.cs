using Vsm.ComplaintDesk;

var builder = WebApplication.CreateBuilder(args);
builder.AddComplaintDesk();
var app = builder.Build();
app.MapComplaints();
await app.RunAsync();
