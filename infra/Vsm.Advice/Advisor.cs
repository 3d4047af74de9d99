using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Vsm.Ai;
using Vsm.Bus;
using Vsm.Persistence;

namespace Vsm.Advice;

/// <summary>
/// Has a model asked, once for each question: what it answered is stored before anything follows from it, with the journal's entry and what it took. To be asked with no
/// transaction open.
/// </summary>
public sealed class Advisor<TContext>
    where TContext : FunctionDbContext
{
    private readonly IDbContextFactory<TContext> _contexts;
    private readonly IAdviceKeeper<TContext> _keeper;
    private readonly IOptionsMonitor<AdviceOptions> _options;
    private readonly IStoreProvider _store;
    private readonly Asker _asker;
    private readonly Turns<Asker> _turns;
    private readonly TimeProvider _clock;

    internal Advisor(
        IDbContextFactory<TContext> contexts, IAdviceKeeper<TContext> keeper, IOptionsMonitor<AdviceOptions> options, IStoreProvider store, Asker asker, Turns<Asker> turns,
        TimeProvider clock) =>
        (_contexts, _keeper, _options, _store, _asker, _turns, _clock) = (contexts, keeper, options, store, asker, turns, clock);

    /// <summary>Whether a function has a model to ask.</summary>
    public bool Helps(string function) => !string.IsNullOrEmpty(_options.Get(function).Model);

    /// <summary>Asks, or says what was answered before.</summary>
    public async Task<Advice<T>> AskAsync<T>(ConsumeContext context, Question question)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(question);
        using var turn = await _turns.TakeAsync(question.Id, context.CancellationToken);
        var row = await FindAsync(question.Id, context.CancellationToken) ?? await StoreAsync(question, await NewAsync<T>(context, question), context.CancellationToken);
        await _keeper.SettleAsync(context, question, row.Spent.Cost);
        var answer = row.Answer is { } text ? AnswerText.Parse<T>(text) : null;
        return new Advice<T>(answer, row.Model, answer is null ? row.Problem ?? "the answer on record is of another version." : null);
    }

    private async Task<AdviceRow?> FindAsync(Guid id, CancellationToken cancel)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancel);
        return await db.Set<AdviceRow>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancel);
    }

    private async Task<AdviceRow> NewAsync<T>(ConsumeContext context, Question question)
        where T : class
    {
        var options = _options.Get(question.Function);
        var (amount, refusal) = await _keeper.ReserveAsync(context, question, options.CostLimit);
        var asked = refusal is null
            ? await _asker.AskAsync<T>(question, options, amount, context.CancellationToken)
            : new Asked(null, $"no money was set aside for {options.Model}: {refusal}", new ModelSpending(0, 0, 0, 0));
        CrashPoint.Reached("advice-given");
        return new AdviceRow
        {
            Id = question.Id,
            Vsm = question.Vsm,
            Function = question.Function,
            Model = options.Model!,
            Answer = asked.Text,
            Problem = asked.Problem,
            Spent = asked.Spent,
            At = _clock.GetUtcNow(),
        };
    }

    private async Task<AdviceRow> StoreAsync(Question question, AdviceRow row, CancellationToken cancel)
    {
        try
        {
            await using var db = await _contexts.CreateDbContextAsync(cancel);
            db.Add(row);
            db.Journal.Add(_keeper.Entry(question, row));
            await db.SaveChangesAsync(cancel);
            return row;
        }
        catch (Exception exception) when (_store.IsDuplicate(exception))
        {
            // Another replica was asked the same at the same time; what was stored first counts.
            return await FindAsync(question.Id, cancel) ?? throw new InvalidOperationException($"The answer to question {question.Id} could not be stored.", exception);
        }
    }
}
