using System.CommandLine;
using Vsm.Chaos.Running;
using Vsm.Chaos.Verdicts;
using Vsm.Testing;

namespace Vsm.Chaos.Commands;

/// <summary>Two versions of the services side by side while tasks flow: forward, back, and forward again.</summary>
internal static class UpgradeCommand
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    // Who understands more comes first: a command of a new Control goes to any System 1, and what System 1 answers to any Control.
    private static readonly string[] Order = [Programme.Dashboard, Programme.Policy, Programme.Control, Programme.Audit, Programme.Operations];

    public static Command Create(CommonOptions common)
    {
        var before = new Option<DirectoryInfo>("--before") { Description = "The tree of the version before, built in this configuration", HelpName = "folder", Required = true };
        before.Validators.Add(x =>
        {
            if (x.GetValueOrDefault<DirectoryInfo>() is { } folder && !File.Exists(Path.Combine(folder.FullName, "Vsm.Messaging.sln")))
            {
                x.AddError($"--before: {folder} holds no Vsm.Messaging.sln");
            }
        });
        var tasks = new Option<int>("--tasks") { Description = "How many tasks are handed in meanwhile", DefaultValueFactory = _ => 1000 };
        tasks.AtLeast(1);
        var seconds = new Option<int>("--seconds") { Description = "How long they are handed in", DefaultValueFactory = _ => 300 };
        seconds.AtLeast(1);
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same tasks", DefaultValueFactory = _ => 1 };
        var command = new Command("upgrade", "Replaces every process by the one of this version, takes it back, and replaces it again, one by one, while tasks flow.")
        {
            before, tasks, seconds, seed,
        };
        command.SetAction((parsed, cancel) => RunAsync(common, parsed, parsed.GetRequiredValue(before).FullName, new RunOptions
        {
            Seed = parsed.GetValue(seed), Tasks = parsed.GetValue(tasks), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)), Logs = common.Logs(parsed),
            Disturbance = Disturbance.Full,
        }, cancel));
        return command;
    }

    private static async Task<int> RunAsync(CommonOptions common, ParseResult parsed, string before, RunOptions options, CancellationToken cancel)
    {
        var verdict = await new ChaosRun(options with { Root = before }, Console.Error).RunAsync(ActAsync, cancel);
        await common.WriteAsync(parsed, VerdictReport.Table(verdict), VerdictReport.ToJson(verdict));
        await Console.Error.WriteLineAsync(VerdictReport.Summary(verdict));
        return verdict.Passed ? 0 : 1;

        async Task ActAsync(ChaosScene scene, CancellationToken end)
        {
            await MoveAsync(scene, Order, Programs.Root, "this version", end);
            await MoveAsync(scene, Order.Reverse(), before, "the version before", end);
            await MoveAsync(scene, Order, Programs.Root, "this version again", end);
        }
    }

    private static async Task MoveAsync(ChaosScene scene, IEnumerable<string> services, string root, string version, CancellationToken cancel)
    {
        foreach (var service in services.SelectMany(scene.Team.Of))
        {
            await Pause.ForAsync(Settling, cancel);
            scene.Team.Move(service, root);
            var (time, exitCode) = await service.StopAsync(StopLimit);
            await service.ReadyAsync(cancel);
            await scene.Findings.ExpectAsync(
                exitCode == 0, $"{service.Name} is {version}: ended with {exitCode} after {time.TotalSeconds:0.0} s, ready at {scene.Ledger.Now.TotalSeconds:0.0} s, {scene.Ledger.Open} tasks under way");
        }
    }
}
