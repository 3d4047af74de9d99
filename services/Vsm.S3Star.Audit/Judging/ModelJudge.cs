using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Contracts.Audit;
using Vsm.Contracts.Operations;
using Vsm.S3Star.Audit.Checks;

namespace Vsm.S3Star.Audit.Judging;

/// <summary>
/// Asks a model about all policies of a packet at once. It is given no tools, and whatever goes wrong, the policies are not judged and the reason is told; only
/// being cancelled is passed on.
/// </summary>
internal sealed partial class ModelJudge(ChatClients clients, ModelPrices prices, IOptions<JudgeOptions> options, TimeProvider clock, ILogger<ModelJudge> logger)
{
    private const int Tries = 2;

    /// <param name="packet">What is to be judged.</param>
    /// <param name="model">Who judges.</param>
    /// <param name="work">Whose work it is, and what is left of its money.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Opinion> AskAsync(JudgePacket packet, string model, TaskResultMessage work, CancellationToken cancel)
    {
        // Nothing was set aside for judging what agents without a model do; that is booked after.
        var allowance = new Allowance(prices, work.Allowance is > 0 ? work.Allowance : null, null, options.Value.CostPerCall);
        var (answer, problem) = await AnswerAsync(packet, model, allowance, cancel);
        var usage = new Usage
        {
            InputTokens = allowance.Spent.InputTokens, OutputTokens = allowance.Spent.OutputTokens, Cost = allowance.Spent.Cost, UncountedCost = allowance.Spent.Uncounted,
        };
        Log(problem, model, packet.Policies.Count, usage.InputTokens, usage.OutputTokens, usage.Cost, work.TaskId);

        var findings = answer is null
            ? packet.Policies.Select(x => Opinions.NotJudged(x, problem!, model)).ToList()
            : Opinions.Of(packet, answer, model);
        return new Opinion(
            findings,
            model,
            usage == new Usage() ? null : usage,
            Packet: packet.LeftOut.Count == 0 && findings.All(x => x.Verdict != Verdict.NotJudged) ? packet.Hash : null);
    }

    private async Task<(JudgeAnswer? Answer, string? Problem)> AnswerAsync(JudgePacket packet, string model, Allowance allowance, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            string? unusable = null;
            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                var response = await CallAsync(packet, model, allowance, unusable, either.Token);
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
        catch (ModelException exception)
        {
            return (null, Text.Cut(exception.Message, 500));
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            LogUnexpected(exception, model);
            return (null, $"asking {model} failed unexpectedly ({exception.GetType().Name}: {Text.Cut(exception.Message, 200)}).");
        }
    }

    // The one place where judging spends money: what is to be set aside for a call, or refused, is so here.
    private Task<ChatResponse> CallAsync(JudgePacket packet, string model, Allowance allowance, string? unusable, CancellationToken cancel)
    {
        var mark = packet.NewMark();
        return allowance.Guard(clients.Get(model)).GetResponseAsync(
            [new ChatMessage(ChatRole.System, JudgePrompt.System(mark, unusable)), new ChatMessage(ChatRole.User, JudgePrompt.User(packet, mark))],
            new ChatOptions
            {
                MaxOutputTokens = options.Value.MaxOutputTokens,
                ResponseFormat = ChatResponseFormat.ForJsonSchema(JudgePrompt.Schema(packet), "rulings"),
            },
            cancel);
    }

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
