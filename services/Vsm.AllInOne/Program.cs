using Vsm.AllInOne;
using Vsm.Cli;
using Vsm.Hosting;

if (args is [var word, ..] && VsmCli.Words.Contains(word))
{
    return await VsmCli.RunAsync(args, new LocalServer());
}

await using var app = AllInOneApplication.Build(args, AllInOneApplication.Served);
return await app.RunVsmAsync();
