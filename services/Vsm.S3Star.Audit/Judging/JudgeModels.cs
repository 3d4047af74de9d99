using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>Who judges: the first model that did not do the work.</summary>
internal sealed class JudgeModels(IOptions<JudgeOptions> options, ChatClients clients)
{
    private const string ModelCall = "model";

    public bool Any => options.Value.InOrder.Count > 0;

    /// <returns>The model, or why there is none.</returns>
    public (string? Model, string? Reason) For(TaskResultMessage result)
    {
        var workers = Workers(result);
        return options.Value.InOrder.FirstOrDefault(x => !DidTheWork(x, workers)) is { } model
            ? (model, null)
            : (null, $"{Text.List(workers)} did the work, and no model judges its own: name another one as {JudgeOptions.Section}:{nameof(JudgeOptions.Models)}:0.");
    }

    /// <summary>Whether what a model ruled may stand for a result: it is one of the judges, and did not do the work.</summary>
    public bool MayHaveJudged(string model, TaskResultMessage result) =>
        options.Value.InOrder.Contains(model, StringComparer.OrdinalIgnoreCase) && !DidTheWork(model, Workers(result));

    private bool DidTheWork(string model, IEnumerable<string> workers) => workers.Any(x => clients.MayBeSame(model, x));

    // As System 1 says of the result, and as it recorded the calls.
    private static List<string> Workers(TaskResultMessage result) =>
    [
        .. result.ToolCalls.Where(x => x.Tool == ModelCall).Select(x => x.Arguments.GetValueOrDefault(ModelCall)).Append(result.Model)
            .OfType<string>().Where(x => !string.IsNullOrWhiteSpace(x)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];
}
