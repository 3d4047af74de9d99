using Spectre.Console;
using Vsm.Cli.Reports;
using Vsm.Contracts.Control;
using Vsm.Contracts.Http;

namespace Vsm.Cli.Running;

/// <summary>Asks on standard error, so that standard output stays data.</summary>
internal sealed class TerminalPrompt : IPersonPrompt
{
    private const string Skip = "Skip";

    public async Task<DecisionRequest?> Ask(TaskView task, string userName, CancellationToken cancellation)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.WriteLine($"Task #{task.Number} waits for a person: {Safe.Text(task.Wait?.Explanation ?? task.Reason ?? "")}");
        console.WriteLine(Safe.Text(task.Content));
        if (task.Output is { } output)
        {
            console.WriteLine("Its output is:");
            console.WriteLine(Safe.Cut(output, 30, 4000).Text);
        }

        var choices = (task.Wait?.Answers ?? [PersonDecision.Reject]).Select(x => x.ToString()).Append(Skip);
        var choice = await new SelectionPrompt<string>().Title("What is your answer?").AddChoices(choices).ShowAsync(console, cancellation);
        if (choice == Skip)
        {
            return null;
        }

        return new DecisionRequest
        {
            Decision = Enum.Parse<PersonDecision>(choice),
            By = await new TextPrompt<string>("Your name:").DefaultValue(userName).ShowAsync(console, cancellation),
            Reason = await new TextPrompt<string>("The reason:").ShowAsync(console, cancellation),
        };
    }
}
