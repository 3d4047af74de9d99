using System.CommandLine;
using Vsm.Chaos.Planning;
using Vsm.Chaos.Running;
using Vsm.Chaos.Verdicts;
using Vsm.Testing;

namespace Vsm.Chaos.Commands;

/// <summary>Everything at once, from a seeded plan.</summary>
internal sealed class RunCommand
{
    private readonly Option<int> _tasks = new("--tasks") { Description = "How many tasks are handed in", DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> _seed = new("--seed") { Description = "The same seed makes the same tasks and faults", DefaultValueFactory = _ => 1 };

    private readonly Option<int?> _faults = new("--faults")
    {
        Description = "How many faults, one every 5 s; without it a service is killed every 5 to 15 s, a server every 60 to 120 s, and the network cut once",
    };

    private readonly Option<int> _replicas = new("--replicas") { Description = "Processes of each service", DefaultValueFactory = _ => 2 };

    private readonly Option<double> _failures = new("--failures")
    {
        Description = "The share of what services ask of database and broker that fails, or is done and then reported as failed, such as 0.02",
    };

    private readonly CommonOptions _common;

    private RunCommand(CommonOptions common)
    {
        _common = common;
        _tasks.AtLeast(1);
        _replicas.AtLeast(1);
        _failures.Validators.Add(x =>
        {
            if (x.GetValueOrDefault<double>() is not (>= 0 and < 1))
            {
                x.AddError("--failures is a share from 0 to below 1, such as 0.02.");
            }
        });
    }

    public static void AddTo(Command command, CommonOptions common)
    {
        var run = new RunCommand(common);
        foreach (var option in (Option[])[run._tasks, run._seed, run._faults, run._replicas, run._failures])
        {
            command.Options.Add(option);
        }

        command.SetAction(run.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (tasks, seed, faults) = (parsed.GetValue(_tasks), parsed.GetValue(_seed), parsed.GetValue(_faults));
        var duration = FaultPlan.DurationOf(tasks, faults);
        var plan = FaultPlan.Create(seed, duration, faults);
        var options = new RunOptions
        {
            Seed = seed, Tasks = tasks, Duration = duration, Replicas = parsed.GetValue(_replicas), Logs = _common.Logs(parsed),
            Settings = Failures.Settings(parsed.GetValue(_failures)),
        };
        var verdict = await new ChaosRun(options, Console.Error).RunAsync((scene, end) => scene.Faults.RunAsync(plan, end), cancel);
        await _common.WriteAsync(parsed, VerdictReport.Table(verdict), VerdictReport.ToJson(verdict));
        await Console.Error.WriteLineAsync(VerdictReport.Summary(verdict));
        return verdict.Passed ? 0 : 1;
    }
}
