using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Vsm.Ai;

namespace Vsm.Advice;

/// <summary>What came of asking.</summary>
internal sealed record Asked(string? Text, string? Problem, ModelSpending Spent);

/// <summary>
/// Asks a model one question. It is given no tools, and whatever goes wrong becomes a reason why there is no answer; only being cancelled is passed on.
/// </summary>
internal sealed partial class Asker(ChatClients clients, ModelPrices prices, TimeProvider clock, ILogger<Asker> logger)
{
    private const int Tries = 2;
    private const int MostProblem = 500;

    /// <param name="question">What is asked.</param>
    /// <param name="options">Whom, and how long.</param>
    /// <param name="limit">What was set aside in USD.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Asked> AskAsync<T>(Question question, AdviceOptions options, decimal limit, CancellationToken cancel)
        where T : class
    {
        var allowance = new Allowance(prices, limit, null, options.CostPerCall);
        var (text, problem) = await AnswerAsync<T>(question, options, allowance, cancel);
        if (problem is null)
        {
            LogAnswered(options.Model!, question.Function, question.TaskId, allowance.Spent.InputTokens, allowance.Spent.OutputTokens, allowance.Spent.Cost);
        }
        else
        {
            LogNotAnswered(options.Model!, question.Function, question.TaskId, problem);
        }

        return new Asked(text, problem, allowance.Spent);
    }

    private async Task<(string? Text, string? Problem)> AnswerAsync<T>(Question question, AdviceOptions options, Allowance allowance, CancellationToken cancel)
        where T : class
    {
        var section = AdviceOptions.SectionOf(question.Function);
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            string? unusable = null;
            for (var attempt = 1; attempt <= Tries; attempt++)
            {
                var response = await CallAsync<T>(question, options, allowance, unusable, either.Token);
                var read = AnswerText.Read<T>(response, $"{section}:{nameof(AdviceOptions.MaxOutputTokens)}");
                if (read.Answer is { } text)
                {
                    return (text, null);
                }

                unusable = read.Problem;
                if (read.IsFinal)
                {
                    return (null, $"{options.Model} gave no answer: {unusable}");
                }
            }

            return (null, $"{options.Model} gave no answer in {Tries} tries; of the last one, {unusable}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return (null, $"{options.Model} took longer than {options.TimeLimit:c} ({section}:{nameof(AdviceOptions.TimeLimit)}).");
        }
        catch (ModelException exception)
        {
            return (null, Cut(exception.Message));
        }
        catch (Exception exception) when (!cancel.IsCancellationRequested)
        {
            LogUnexpected(exception, options.Model!);
            return (null, Cut($"asking {options.Model} failed unexpectedly ({exception.GetType().Name}: {exception.Message})."));
        }
    }

    private Task<ChatResponse> CallAsync<T>(Question question, AdviceOptions options, Allowance allowance, string? unusable, CancellationToken cancel)
        where T : class
    {
        var mark = QuestionText.NewMark(question);
        return allowance.Guard(clients.Get(options.Model)).GetResponseAsync(
            [new ChatMessage(ChatRole.System, QuestionText.System(question, mark, unusable)), new ChatMessage(ChatRole.User, QuestionText.User(question, mark))],
            new ChatOptions
            {
                MaxOutputTokens = options.MaxOutputTokens,
                ResponseFormat = ChatResponseFormat.ForJsonSchema(AnswerText.SchemaOf<T>(), "answer"),
            },
            cancel);
    }

    private static string Cut(string text) => text.Length <= MostProblem ? text : $"{text[..MostProblem].TrimEnd('\ud800', '\udbff')}…";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Model} answered a question of {Function} on task {TaskId} with {Input} and {Output} tokens for {Cost} USD")]
    private partial void LogAnswered(string model, string function, Guid taskId, long input, long output, decimal cost);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} gave no answer to a question of {Function} on task {TaskId}: {Problem}")]
    private partial void LogNotAnswered(string model, string function, Guid taskId, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "Asking {Model} failed unexpectedly")]
    private partial void LogUnexpected(Exception exception, string model);
}
