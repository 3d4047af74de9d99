using System.Globalization;
using Spectre.Console;
using Vsm.Cli.Reports;

namespace Vsm.Cli.Running;

/// <summary>A bar with the latest lines above it on a terminal, plain lines elsewhere; both on standard error.</summary>
internal static class ProgressDisplay
{
    public static async Task Run(CliEnvironment environment, string title, Func<IProgressView, Task> work)
    {
        if (!environment.ErrorIsTerminal)
        {
            await work(new PlainProgress(environment.Error));
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(environment.Error) });
        await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new CountColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(x => work(new BarProgress(console, x.AddTask(Markup.Escape(Safe.Line(title, 40)), maxValue: 1))));
    }

    private sealed class PlainProgress(TextWriter writer) : IProgressView
    {
        public void Line(string text) => writer.WriteLine(text);

        public void Count(int settled, int total)
        {
            // Lines tell it already; a count per step would double them.
        }
    }

    private sealed class BarProgress(IAnsiConsole console, ProgressTask bar) : IProgressView
    {
        public void Line(string text) => console.WriteLine(text);

        public void Count(int settled, int total)
        {
            bar.MaxValue = Math.Max(1, total);
            bar.Value = settled;
        }
    }

    private sealed class CountColumn : ProgressColumn
    {
        public override Spectre.Console.Rendering.IRenderable Render(Spectre.Console.Rendering.RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0}/{task.MaxValue:0}"));
    }
}
