return await Vsm.Cli.VsmCli.RunAsync(args);
