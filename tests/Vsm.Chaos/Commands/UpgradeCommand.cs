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
        var waiting = new Option<int>("--waiting")
        {
            Description = "So many tasks wait instead, half of them for a person and half for System 1, from before the first process is replaced until after the last",
        };
        waiting.AtLeast(2);
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same tasks", DefaultValueFactory = _ => 1 };
        var command = new Command("upgrade", "Replaces every process by the one of this version, takes it back, and replaces it again, one by one, while tasks flow.")
        {
            before, tasks, seconds, waiting, seed,
        };
        command.SetAction((parsed, cancel) =>
        {
            var (root, options) = (parsed.GetRequiredValue(before).FullName, new RunOptions
            {
                Seed = parsed.GetValue(seed), Tasks = parsed.GetValue(tasks), Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)), Logs = common.Logs(parsed),
                Disturbance = Disturbance.Full,
            });
            return parsed.GetValue(waiting) is var count and > 0
                ? RunAsync(common, parsed, root, options with { Tasks = 0, Disturbance = Disturbance.None, PersonLimit = TimeSpan.FromHours(2) }, (scene, end) => ActWaitingAsync(scene, root, options.Seed, count, end), cancel)
                : RunAsync(common, parsed, root, options, (scene, end) => ActAsync(scene, root, end), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CommonOptions common, ParseResult parsed, string before, RunOptions options, Func<ChaosScene, CancellationToken, Task> act, CancellationToken cancel)
    {
        var verdict = await new ChaosRun(options with { Root = before }, Console.Error).RunAsync(act, cancel);
        await common.WriteAsync(parsed, VerdictReport.Table(verdict), VerdictReport.ToJson(verdict));
        await Console.Error.WriteLineAsync(VerdictReport.Summary(verdict));
        return verdict.Passed ? 0 : 1;
    }

    private static async Task ActAsync(ChaosScene scene, string before, CancellationToken cancel)
    {
        await MoveAsync(scene, Order, Programs.Root, "this version", cancel);
        await MoveAsync(scene, Order.Reverse(), before, "the version before", cancel);
        await MoveAsync(scene, Order, Programs.Root, "this version again", cancel);
    }

    // System 1 is down, so that its tasks wait for it, and comes back as this version.
    private static async Task ActWaitingAsync(ChaosScene scene, string before, int seed, int count, CancellationToken cancel)
    {
        await using var waiting = new WaitingTasks(scene, seed, count);
        await waiting.BeginAsync(cancel);
        var others = Order.Where(x => x != Programme.Operations).ToList();
        foreach (var (services, root, version) in ((IEnumerable<string>, string, string)[])
            [(others, Programs.Root, "this version"), (others.AsEnumerable().Reverse(), before, "the version before"), (others, Programs.Root, "this version again")])
        {
            await MoveAsync(scene, services, root, version, cancel);
            await waiting.CheckAsync($"all but System 1 is {version}", cancel);
        }

        foreach (var service in scene.Team.Of(Programme.Operations))
        {
            scene.Team.Move(service, Programs.Root);
        }

        await waiting.EndAsync(cancel);
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
