using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>
/// Asks a model about all policies of a packet at once. It is given no tools, and whatever goes wrong, the policies are not judged and the reason is told; only
/// being cancelled, and that there is no money yet, is passed on.
/// </summary>
internal sealed partial class ModelJudge(
    ChatClients clients, ModelPrices prices, IOptions<JudgeOptions> options, IOptions<AiOptions> models, TimeProvider clock, ILogger<ModelJudge> logger)
{
    private const int Tries = 2;

    /// <param name="packet">What is to be judged.</param>
    /// <param name="model">Who judges.</param>
    /// <param name="work">Whose work it is.</param>
    /// <param name="funds">Asked for money before the model is asked anything; not for a model that costs nothing.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Opinion> AskAsync(JudgePacket packet, string model, TaskResultMessage work, AskForFunds funds, CancellationToken cancel)
    {
        Allowance? allowance = null;
        var (answer, problem) = await AnswerAsync(packet, model, async x => allowance = await FundAsync(packet, model, work, funds, x), cancel);
        var usage = allowance is { Spent: var spent }
            ? new Usage { InputTokens = spent.InputTokens, OutputTokens = spent.OutputTokens, Cost = spent.Cost, UncountedCost = spent.Uncounted }
            : new Usage();
        Log(problem, model, packet.Policies.Count, usage.InputTokens, usage.OutputTokens, usage.Cost, work.TaskId);

        var findings = answer is null
            ? packet.Policies.Select(x => Opinions.NotJudged(x, problem!, model)).ToList()
            : Opinions.Of(packet, answer, model);
        return new Opinion(
            findings,
            model,
            usage == new Usage() ? null : usage,
            Packet: packet.LeftOut.Count == 0 && findings.All(x => x.Verdict != Verdict.NotJudged) ? packet.Hash : null)
        {
            Suggestions = answer is null ? null : Suggestions.Of(packet, answer),
        };
    }

    private async Task<Allowance> FundAsync(JudgePacket packet, string model, TaskResultMessage work, AskForFunds funds, CancellationToken cancel)
    {
        if (Needs(packet, model) is not { } needs)
        {
            throw new JudgeException(
                $"Nothing says what {model} costs, so no limit could be kept: list it in {AiOptions.Section}:{nameof(AiOptions.Prices)} (0 where it costs nothing), or set {JudgeOptions.Section}:{nameof(JudgeOptions.CostPerCall)}.");
        }

        var means = needs.Least == 0 ? new JudgingMeans(0, null) : await funds(needs, cancel);
        return means.Refusal is { } refusal
            ? throw new JudgeException(refusal)
            : new Allowance(prices, means.Limit, means.CallLimit, options.Value.CostPerCall) { Asker = $"{work.Vsm}/judge" };
    }

    /// <returns>Null: nobody knows what it takes.</returns>
    private JudgingNeeds? Needs(JudgePacket packet, string model)
    {
        var mark = packet.NewMark();
        var (first, again) = (prices.LargestCost(model, Ask(packet, mark, null), Options(packet)), prices.LargestCost(model, Ask(packet, mark, AnswerDocument.NoDocument), Options(packet)));
        return first is { } one && again is { } two ? new JudgingNeeds(one, (one + two) * (1 + models.Value.Retries))
            : options.Value.CostPerCall > 0 ? new JudgingNeeds(options.Value.CostPerCall, options.Value.CostPerCall)
            : null;
    }

    private async Task<(JudgeAnswer? Answer, string? Problem)> AnswerAsync(
        JudgePacket packet, string model, Func<CancellationToken, Task<Allowance>> fund, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var client = (await fund(either.Token)).Guard(clients.Get(model));
            string? unusable = null;
            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                var response = await client.GetResponseAsync(Ask(packet, packet.NewMark(), unusable), Options(packet), either.Token);
                var read = AnswerReader.Read(response);
                if (read.Answer is { } answer)
                    return (answer, null);

                unusable = read.Problem;
                if (read.IsFinal)
                    return (null, $"{model} gave no ruling: {unusable}");
            }

            return (null, $"{model} gave no ruling in {Tries} answers; of the last one, {unusable}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return (null, $"{model} took longer than {options.Value.TimeLimit:c} ({JudgeOptions.Section}:{nameof(JudgeOptions.TimeLimit)}).");
        }
        catch (Exception exception) when (exception is ModelException or JudgeException)
        {
            return (null, Text.Cut(exception.Message, 500));
        }
        catch (Exception exception) when (exception is not JudgingWaitsException && !cancel.IsCancellationRequested)
        {
            LogUnexpected(exception, model);
            return (null, $"asking {model} failed unexpectedly ({exception.GetType().Name}: {Text.Cut(exception.Message, 200)}).");
        }
    }

    private static ChatMessage[] Ask(JudgePacket packet, string mark, string? unusable) =>
        [new ChatMessage(ChatRole.System, JudgePrompt.System(mark, unusable)), new ChatMessage(ChatRole.User, JudgePrompt.User(packet, mark))];

    private ChatOptions Options(JudgePacket packet) => new()
    {
        MaxOutputTokens = options.Value.MaxOutputTokens,
        ResponseFormat = ChatResponseFormat.ForJsonSchema(JudgePrompt.Schema(packet), "rulings"),
    };

    private void Log(string? problem, string model, int policies, long input, long output, decimal cost, Guid taskId)
    {
        if (problem is null)
            LogJudged(model, policies, input, output, cost, taskId);
        else
            LogNotJudged(model, policies, taskId, problem);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model} judged by {Policies} policies with {Input} and {Output} tokens for {Cost} USD: task {TaskId}")]
    private partial void LogJudged(string model, int policies, long input, long output, decimal cost, Guid taskId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} did not judge by {Policies} policies, task {TaskId}: {Problem}")]
    private partial void LogNotJudged(string model, int policies, Guid taskId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking {Model} to judge failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string model);
}

/// <summary>The model cannot be asked; the message says why, and what to do.</summary>
internal sealed class JudgeException(string message) : Exception(message);
