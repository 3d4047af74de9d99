using Vsm.Cli.Running;
using Vsm.Contracts.Http;

namespace Vsm.Unit.Tests.Cli;

/// <summary>Answers as told, without a terminal.</summary>
internal sealed class ScriptedPrompt(params DecisionRequest?[] answers) : IPersonPrompt
{
    private int _asked;

    public int Asked => _asked;

    public Task<DecisionRequest?> Ask(TaskView task, string userName, CancellationToken cancellation) => Task.FromResult(answers[_asked++]);
}
